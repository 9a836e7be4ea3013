#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/wire/key_wire.h"
#include "server/app/auth_replies.h"
#include "server/app/handlers/api_key_json.h"
#include "server/app/handlers/handlers.h"
#include "server/app/handlers/key_work.h"
#include "server/app/key_manager.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t usual_limit = 100;

KeyScope scope_of(const ManagedKeys& managed)
{
    return {.organization_id = managed.organization_id, .user_id = managed.user_id};
}

// The organization that is named, if the manager administers keys there.
Result<std::optional<ManagedKeys>> find_managed(const Call& call,
                                                const KeyManager& manager,
                                                const std::optional<std::string>& named)
{
    return find_managed_keys(*call.transaction, manager, named.value_or(manager.organization_id));
}

bool lacks_organization(const KeyManager& manager, const std::optional<std::string>& named)
{
    return !named && manager.organization_id.empty();
}

// In order of creation, unless another is asked for: then the newest of equals come last, or, when
// it is descending, first.
Result<std::vector<ApiKey>> read_keys(KeyService& service, const KeyListing& listing)
{
    auto keys = TRY(service.list({.offset = 0, .limit = std::numeric_limits<std::int64_t>::max()}));
    std::erase_if(keys, [&](const ApiKey& key) { return key.revoked_at && !listing.with_revoked; });
    if (!listing.sort_by || !listing.descending) {
        std::ranges::reverse(keys);
    }
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

Result<Reply> make_key(const KeyWork& work, const NewKey& wanted)
{
    const auto issued = work.keys.create(wanted);
    if (!issued) {
        return key_failure_reply(issued.error(), false);
    }
    ordered_json body = wire_key(issued->key, work.now);
    body["key"] = issued->is_new() ? ordered_json(issued->secret.reveal()) : ordered_json(nullptr);
    return auth_reply(body);
}

Result<Reply> change_key(const KeyWork& work,
                         const KeyTarget& target,
                         const KeyManager& manager,
                         const nlohmann::json& body)
{
    const auto key = work.keys.find(target.reference);
    if (!key) {
        return key_failure_reply(key.error(), target.by_id);
    }
    const auto change = read_key_change(body, manager, *key, work.now);
    if (!change) {
        return change.error();
    }
    const auto changed = work.keys.change(key->id, *change);
    return changed ? auth_reply(wire_key(*changed, work.now))
                   : key_failure_reply(changed.error(), target.by_id);
}

// By its id it is told as the plugin tells it.
Result<Reply> revoke_key(const KeyWork& work, const KeyTarget& target)
{
    const auto revoked = work.keys.revoke(target.reference);
    if (!revoked) {
        return key_failure_reply(revoked.error(), target.by_id);
    }
    return auth_reply(target.by_id ? ordered_json{{"success", true}}
                                   : wire_key(*revoked, work.now));
}

}  // namespace

Result<Answer> create_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto commitment = read_commitment(*body);
    if (!commitment) {
        return commitment.error();
    }
    const KeyManager manager = manager_of(call);
    const auto wanted = read_new_key(*body, manager, call.now);
    if (!wanted) {
        return wanted.error();
    }
    if (wanted->organization->empty()) {
        return auth_error_reply(AuthError::no_active_organization);
    }
    const auto managed = TRY(find_managed(call, manager, wanted->organization));
    if (!managed) {
        return auth_error_reply(AuthError::not_a_member_for_keys);
    }
    return defer_key_work(
        call, scope_of(*managed), *commitment, [wanted = *wanted](const KeyWork& work) {
            return make_key(work, wanted);
        });
}

Result<Answer> get_key(const Call& call)
{
    const auto target = TRY(find_target(call));
    if (!target) {
        return target.error();
    }
    if (target->by_id) {
        const auto key =
            TRY(find_managed_key(*call.transaction, manager_of(call), target->reference));
        return key ? auth_reply(wire_key(*key, call.now))
                   : auth_error_reply(AuthError::key_not_found);
    }
    return defer_key_work(
        call, target->scope, Commitment::trial, [target = *target](const KeyWork& work) {
            const auto history = work.keys.history(target.reference);
            return history ? auth_reply(key_wire::format(*history, work.now))
                           : key_failure_reply(history.error(), false);
        });
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
    const auto managed = TRY(find_managed(call, manager, listing->organization_id));
    if (!managed) {
        return auth_error_reply(AuthError::not_a_member_for_keys);
    }
    // Sorting them all takes a while.
    return defer_key_work(call,
                          scope_of(*managed),
                          Commitment::trial,
                          [listing = *listing](const KeyWork& work) -> Result<Reply> {
                              const auto keys = TRY(read_keys(work.keys, listing));
                              return render_list(sorted(keys, listing, work.now), listing);
                          });
}

Result<Answer> update_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto commitment = read_commitment(*body);
    if (!commitment) {
        return commitment.error();
    }
    const auto target = TRY(find_target(call, *body));
    if (!target) {
        return target.error();
    }
    return defer_key_work(
        call,
        target->scope,
        *commitment,
        [target = *target, manager = manager_of(call), body = *body](const KeyWork& work) {
            return change_key(work, target, manager, body);
        });
}

// Its record and its trail stay, as on the command line.
Result<Answer> delete_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto commitment = read_commitment(*body);
    if (!commitment) {
        return commitment.error();
    }
    const auto target = TRY(find_target(call, *body));
    if (!target) {
        return target.error();
    }
    return defer_key_work(
        call, target->scope, *commitment, [target = *target](const KeyWork& work) {
            return revoke_key(work, target);
        });
}

}  // namespace azen::server::handlers
