#include "core/service/key_export.h"

#include <map>
#include <string>

#include "core/service/key_inventory.h"

namespace azen::key_export {
namespace {

/// The owners' names, each read once.
class Parties {
public:
    explicit Parties(AccountRows& accounts) : accounts_{accounts} {}

    Result<std::optional<Party>> organization(const std::string& id)
    {
        return find(organizations_, id, [&] { return accounts_.find_organization(id); });
    }
    Result<std::optional<Party>> user(const std::string& id)
    {
        return find(users_, id, [&] { return accounts_.find_user(id); });
    }

private:
    using Names = std::map<std::string, Party>;

    // A key's owner cannot be missing in the store: rows refer to it.
    template <typename Ask>
    static Result<std::optional<Party>> find(Names& names, const std::string& id, Ask ask)
    {
        if (id.empty()) {
            return std::nullopt;
        }
        if (const auto known = names.find(id); known != names.end()) {
            return known->second;
        }
        const auto account = TRY(ask());
        const Party party{.id = id, .name = account ? account->name : id};
        return names.emplace(id, party).first->second;
    }

    AccountRows& accounts_;
    Names organizations_;
    Names users_;
};

}  // namespace

Result<std::vector<PortableKey>> with_owners(Store& store, std::span<const KeyRecord> records)
{
    const auto transaction = TRY(store.begin(Durability::process_crash));
    Parties parties{transaction->accounts()};
    std::vector<PortableKey> keys;
    for (const KeyRecord& record : records) {
        PortableKey portable{.key = record.key, .secrets = record.secrets};
        portable.organization = TRY(parties.organization(record.key.organization_id));
        portable.user = TRY(parties.user(record.key.user_id));
        keys.push_back(std::move(portable));
    }
    TRY(transaction->commit());
    return keys;
}

Result<void> for_each(Store& store,
                      const std::function<Result<void>(const PortableKey&)>& visit,
                      const KeyScope& scope)
{
    std::int64_t after = 0;
    while (true) {
        const auto page =
            TRY(key_inventory::read_page(store, scope, after, key_inventory::page_size));
        if (page.empty()) {
            return {};
        }
        for (const PortableKey& key : TRY(with_owners(store, page))) {
            TRY(visit(key));
        }
        after = page.back().row;
    }
}

}  // namespace azen::key_export
