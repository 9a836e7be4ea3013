#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/audit/audited_store.h"
#include "core/service/key_service.h"
#include "server/app/accounts.h"
#include "server/app/actor.h"
#include "server/app/application.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/handlers/api_key_json.h"
#include "server/app/handlers/deferred_change.h"
#include "server/app/handlers/handlers.h"
#include "server/app/key_manager.h"
#include "server/app/query.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;
using Need = BodyFields::Need;

constexpr std::size_t usual_limit = 100;

KeyService key_service(Store& store, const Services& services)
{
    return {store, services.accounts.random, services.clock};
}

// What became of a change that had been checked: whoever was faster made the key vanish.
Result<Reply> failure_reply(const Error& error)
{
    const bool gone = error.kind == ErrorKind::conflict || error.kind == ErrorKind::not_found;
    return gone ? auth_error_reply(AuthError::key_not_found) : auth_failure_reply(error);
}

// The organization that is named, if the manager administers keys there.
Result<std::optional<ManagedKeys>> find_scope(const Call& call,
                                              const KeyManager& manager,
                                              const std::optional<std::string>& named)
{
    return find_managed_keys(*call.transaction, manager, named.value_or(manager.organization_id));
}

bool lacks_organization(const KeyManager& manager, const std::optional<std::string>& named)
{
    return !named && manager.organization_id.empty();
}

Result<std::vector<ApiKey>> read_keys(const Services& services,
                                      const ManagedKeys& managed,
                                      const KeyListing& listing)
{
    auto keys = TRY(key_service(services.store, services)
                        .list({.organization_id = managed.organization_id,
                               .reference = {},
                               .limit = std::numeric_limits<std::int64_t>::max()}));
    std::erase_if(keys, [&](const ApiKey& key) {
        return (managed.user_id && key.user_id != *managed.user_id) ||
               (key.revoked_at && !listing.with_revoked);
    });
    std::ranges::reverse(keys);  // in order of creation, unless another is asked for
    return keys;
}

ordered_json sorted(const std::vector<ApiKey>& keys, const KeyListing& listing, Timestamp now)
{
    std::vector<ordered_json> rows;
    for (const ApiKey& key : keys) {
        rows.push_back(wire_key(key, now));
    }
    if (listing.sort_by) {
        const std::string& field = *listing.sort_by;
        std::ranges::stable_sort(rows, [&](const ordered_json& one, const ordered_json& other) {
            return listing.descending ? other.at(field) < one.at(field)
                                      : one.at(field) < other.at(field);
        });
    }
    return rows;
}

Reply render_list(const ordered_json& rows, const KeyListing& listing)
{
    const std::size_t start = std::min(listing.offset.value_or(0), rows.size());
    const std::size_t length = std::min(listing.limit.value_or(usual_limit), rows.size() - start);
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(start);
    ordered_json body{{"apiKeys",
                       ordered_json(std::vector<ordered_json>(
                           first, first + static_cast<std::ptrdiff_t>(length)))},
                      {"total", rows.size()}};
    if (listing.limit) {
        body["limit"] = *listing.limit;
    }
    if (listing.offset) {
        body["offset"] = *listing.offset;
    }
    return auth_reply(body);
}

Result<Reply> make_key(const Services& services, const Actor& actor, const NewKey& wanted)
{
    const auto store = make_audited_store(services.store, actor, services.clock);
    const auto issued = key_service(*store, services).create(wanted);
    if (!issued) {
        return failure_reply(issued.error());
    }
    ordered_json body = wire_key(issued->key, services.clock.now());
    body["key"] = issued->secret.reveal();
    return auth_reply(body);
}

}  // namespace

Result<Answer> create_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const KeyManager manager = manager_of(call);
    const auto wanted = read_new_key(*body, manager, call.now);
    if (!wanted) {
        return wanted.error();
    }
    if (wanted->organization.empty()) {
        return auth_error_reply(AuthError::no_active_organization);
    }
    if (!TRY(find_scope(call, manager, wanted->organization))) {
        return auth_error_reply(AuthError::not_a_member_for_keys);
    }
    const Actor actor = TRY(actor_of(call));
    return defer_change([&services = call.services, actor, wanted = *wanted] {
        return make_key(services, actor, wanted);
    });
}

Result<Answer> get_key(const Call& call)
{
    const auto id = query_value(call.request.query, "id");
    if (!id) {
        return auth_error_reply(AuthError::validation,
                                "[query.id] Invalid input: expected string, received undefined");
    }
    const auto key = TRY(find_managed_key(*call.transaction, manager_of(call), *id));
    return key ? auth_reply(wire_key(*key, call.now)) : auth_error_reply(AuthError::key_not_found);
}

Result<Answer> list_keys(const Call& call)
{
    const auto listing = read_key_listing(call.request.query);
    if (!listing) {
        return listing.error();
    }
    const KeyManager manager = manager_of(call);
    if (lacks_organization(manager, listing->organization_id)) {
        return auth_error_reply(AuthError::no_active_organization);
    }
    const auto managed = TRY(find_scope(call, manager, listing->organization_id));
    if (!managed) {
        return auth_error_reply(AuthError::not_a_member_for_keys);
    }
    // Sorting them all takes a while.
    return defer_change(
        [&services = call.services, managed = *managed, listing = *listing]() -> Result<Reply> {
            const auto keys = TRY(read_keys(services, managed, listing));
            return render_list(sorted(keys, listing, services.clock.now()), listing);
        });
}

Result<Answer> update_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto id = read_key_id(*body);
    if (!id) {
        return id.error();
    }
    const KeyManager manager = manager_of(call);
    const auto key = TRY(find_managed_key(*call.transaction, manager, *id));
    if (!key) {
        return auth_error_reply(AuthError::key_not_found);
    }
    const auto change = read_key_change(*body, manager, *key, call.now);
    if (!change) {
        return change.error();
    }
    const Actor actor = TRY(actor_of(call));
    return defer_change(
        [&services = call.services, actor, id = key->id, change = *change]() -> Result<Reply> {
            const auto store = make_audited_store(services.store, actor, services.clock);
            const auto changed = key_service(*store, services).change(id, change);
            return changed ? auth_reply(wire_key(*changed, services.clock.now()))
                           : failure_reply(changed.error());
        });
}

// Its record and its trail stay, as on the command line.
Result<Answer> delete_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto id = read_key_id(*body);
    if (!id) {
        return id.error();
    }
    const auto key = TRY(find_managed_key(*call.transaction, manager_of(call), *id));
    if (!key) {
        return auth_error_reply(AuthError::key_not_found);
    }
    const Actor actor = TRY(actor_of(call));
    return defer_change([&services = call.services, actor, id = key->id]() -> Result<Reply> {
        const auto store = make_audited_store(services.store, actor, services.clock);
        const auto revoked = key_service(*store, services).revoke(id);
        return revoked ? auth_reply({{"success", true}}) : failure_reply(revoked.error());
    });
}

}  // namespace azen::server::handlers
