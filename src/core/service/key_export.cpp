#include "core/service/key_export.h"

#include <map>
#include <string>

#include "core/service/key_inventory.h"

namespace azen::key_export {
namespace {

/// The owners' names, each read once.
class Parties {
public:
    explicit Parties(Store& store) : store_{store} {}

    Result<std::optional<Party>> organization(const std::string& id)
    {
        return find(organizations_, id, [&id](AccountRows& accounts) {
            return accounts.find_organization(id);
        });
    }
    Result<std::optional<Party>> user(const std::string& id)
    {
        return find(users_, id, [&id](AccountRows& accounts) { return accounts.find_user(id); });
    }

private:
    using Names = std::map<std::string, Party>;

    // A key's owner cannot be missing in the store: rows refer to it.
    template <typename Ask>
    Result<std::optional<Party>> find(Names& names, const std::string& id, Ask ask)
    {
        if (id.empty()) {
            return std::nullopt;
        }
        if (const auto known = names.find(id); known != names.end()) {
            return known->second;
        }
        const auto transaction = TRY(store_.begin(Durability::process_crash));
        const auto account = TRY(ask(transaction->accounts()));
        TRY(transaction->commit());
        const Party party{.id = id, .name = account ? account->name : id};
        return names.emplace(id, party).first->second;
    }

    Store& store_;
    Names organizations_;
    Names users_;
};

}  // namespace

Result<void> for_each(Store& store, const std::function<Result<void>(const PortableKey&)>& visit)
{
    Parties parties{store};
    return key_inventory::for_each(store, [&](const KeyRecord& record) -> Result<void> {
        PortableKey portable{.key = record.key, .secrets = record.secrets};
        portable.organization = TRY(parties.organization(record.key.organization_id));
        portable.user = TRY(parties.user(record.key.user_id));
        return visit(portable);
    });
}

}  // namespace azen::key_export
