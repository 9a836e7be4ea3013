#include <algorithm>
#include <functional>
#include <iterator>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "core/service/key_inventory.h"
#include "core/wire/key_wire.h"
#include "server/app/auth_replies.h"
#include "server/app/handlers/api_key_json.h"
#include "server/app/handlers/handlers.h"
#include "server/app/handlers/key_work.h"
#include "server/app/key_manager.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;

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

// More than anyone looks through at once would be in memory, and hold others up.
std::int64_t page_length(const KeyListing& listing)
{
    constexpr std::int64_t usual = 100;
    constexpr std::int64_t most = 10'000;
    return std::min(listing.limit.value_or(usual), most);
}

/// Some of the keys, and how many there are in all.
struct KeyPage {
    std::vector<ApiKey> keys;
    std::int64_t total = 0;
};

Result<KeyPage> read_in_order(Store& store, const KeyScope& scope, const KeyListing& listing)
{
    const KeyQuery query{.scope = scope,
                         .with_revoked = listing.with_revoked,
                         .oldest_first = !listing.descending,
                         .offset = listing.offset.value_or(0),
                         .limit = page_length(listing)};
    const auto transaction = TRY(store.begin(Durability::process_crash));
    KeyPage page{.keys = TRY(transaction->keys().list(query)),
                 .total = TRY(transaction->keys().count(query))};
    TRY(transaction->commit());
    return page;
}

/// What decides on a key's place in a list, and where to find it.
struct Place {
    ordered_json value;
    std::int64_t row = 0;
};

// In order of creation, or, when it is descending, the other way round: so do equals stay.
Result<std::vector<Place>> sorted_places(const KeyWork& work,
                                         const KeyScope& scope,
                                         const KeyListing& listing)
{
    std::vector<Place> places;
    const auto visit = [&](const KeyRecord& record) -> Result<void> {
        if (listing.with_revoked || !record.key.revoked_at) {
            places.push_back(
                {.value = wire_key(record.key, work.now).at(*listing.sort_by), .row = record.row});
        }
        return {};
    };
    TRY(key_inventory::for_each(work.store, visit, scope));
    if (listing.descending) {
        std::ranges::reverse(places);
        std::ranges::stable_sort(places, std::ranges::greater{}, &Place::value);
    } else {
        std::ranges::stable_sort(places, std::ranges::less{}, &Place::value);
    }
    return places;
}

// All keys have to be looked at. That is done some at a time, so that requests have their turns in
// between, and only those of the page are kept; one that is erased meanwhile is missing from it.
Result<KeyPage> read_sorted(const KeyWork& work, const KeyScope& scope, const KeyListing& listing)
{
    const auto places = TRY(sorted_places(work, scope, listing));
    const auto page = places | std::views::drop(listing.offset.value_or(0)) |
                      std::views::take(page_length(listing));
    KeyPage found{.keys = {}, .total = std::ssize(places)};
    for (const Place& place : page) {
        auto records = TRY(key_inventory::read_page(work.store, scope, place.row - 1, 1));
        if (!records.empty() && records.front().row == place.row) {
            found.keys.push_back(std::move(records.front().key));
        }
    }
    return found;
}

Reply render_list(const KeyPage& page, const KeyListing& listing, Timestamp now)
{
    std::vector<ordered_json> rows;
    rows.reserve(page.keys.size());
    for (const ApiKey& key : page.keys) {
        rows.push_back(wire_key(key, now));
    }
    ordered_json body{{"apiKeys", rows}, {"total", page.total}};
    if (listing.limit) {
        body["limit"] = page_length(listing);
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
    if (is_out_of_reach(manager, *key)) {
        return auth_error_reply(AuthError::api_key_needed);
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
    if (wanted->organization.value_or("").empty()) {
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
    const KeyScope scope = scope_of(*managed);
    return defer_key_work(call,
                          scope,
                          Commitment::trial,
                          [scope, listing = *listing](const KeyWork& work) -> Result<Reply> {
                              const KeyPage page =
                                  TRY(listing.sort_by ? read_sorted(work, scope, listing)
                                                      : read_in_order(work.store, scope, listing));
                              return render_list(page, listing, work.now);
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
