#include "core/service/key_import.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/uuid.h"
#include "core/service/key_input.h"
#include "core/service/organization_service.h"

namespace azen::key_import {
namespace {

/// Organizations and users are looked for, and made, in the same way.
struct Kind {
    std::string_view name;  // and of the option that decides
    Result<std::optional<Party>> (*find)(AccountRows&, std::string_view);
    Result<void> (*insert)(AccountRows&, const Party&, Timestamp);
};

template <typename Account>
std::optional<Party> party_of(const std::optional<Account>& account)
{
    return account ? std::optional{Party{.id = account->id, .name = account->name}} : std::nullopt;
}

constexpr Kind organizations{
    .name = "organization",
    .find = [](AccountRows& accounts, std::string_view wanted) -> Result<std::optional<Party>> {
        return party_of(TRY(accounts.find_organization(wanted)));
    },
    .insert = [](AccountRows& accounts, const Party& party, Timestamp now) -> Result<void> {
        return organization_service::add(accounts, party.id, party.name, now);
    }};
constexpr Kind users{
    .name = "user",
    .find = [](AccountRows& accounts, std::string_view wanted) -> Result<std::optional<Party>> {
        return party_of(TRY(accounts.find_user(wanted)));
    },
    .insert = [](AccountRows& accounts, const Party& party, Timestamp now) -> Result<void> {
        return accounts.insert(
            User{.id = party.id, .name = party.name, .created_at = now, .updated_at = now});
    }};

/// One import, inside its transaction.
class Import {
public:
    Import(Transaction& transaction,
           RandomSource& random,
           Timestamp now,
           const KeyImportRules& rules)
        : transaction_{transaction}, random_{random}, now_{now}, rules_{rules}
    {}

    /// Errors are what the item is rejected for, unless they are the store's.
    Result<KeyImportOutcome> take(PortableKey portable)
    {
        TRY(key_input::check(portable.key, portable.secrets, now_));
        const auto present = TRY(transaction_.records().find(portable.key.id));
        const bool foreign_secret = TRY(has_foreign_secret(portable));
        const bool conflict = present || foreign_secret;
        if (conflict && rules_.on_conflict == OnKeyConflict::skip) {
            return KeyImportOutcome::skipped;
        }
        if (foreign_secret) {
            return fail(ErrorKind::conflict, "a secret of it is another key's");
        }
        if (present && rules_.on_conflict == OnKeyConflict::fail) {
            return fail(ErrorKind::conflict, "the key is there already");
        }
        TRY(settle_owners(portable));
        if (present) {
            return replace(portable, *present);
        }
        TRY(check_user(portable));
        return add(portable);
    }

private:
    Result<KeyImportOutcome> add(const PortableKey& portable)
    {
        TRY(transaction_.records().insert(portable.key, portable.secrets));
        return KeyImportOutcome::added;
    }

    Result<KeyImportOutcome> replace(const PortableKey& portable, const ApiKey& present)
    {
        if (portable.key.organization_id != present.organization_id ||
            portable.key.user_id != present.user_id) {
            return fail(ErrorKind::conflict,
                        "the key is there already, and is another organization's or user's");
        }
        TRY(transaction_.records().replace(portable.key, portable.secrets));
        return KeyImportOutcome::replaced;
    }

    Result<bool> has_foreign_secret(const PortableKey& portable)
    {
        std::vector<SecretHash> hashes;
        std::ranges::transform(portable.secrets, std::back_inserter(hashes), &KeySecret::hash);
        std::vector<LiveSecret> found(hashes.size());
        TRY(transaction_.keys().find_live(hashes, found));
        return std::ranges::any_of(found, [&](const LiveSecret& secret) {
            return secret.key != nullptr && secret.key->id() != portable.key.id;
        });
    }

    Result<void> settle_owners(PortableKey& portable)
    {
        portable.organization =
            TRY(settle(organizations, portable.organization, rules_.organization));
        portable.user = TRY(settle(users, portable.user, rules_.user));
        portable.key.organization_id = portable.organization ? portable.organization->id : "";
        portable.key.user_id = portable.user ? portable.user->id : "";
        return {};
    }

    /// The owner that the key is to have; made when it is not there.
    Result<std::optional<Party>> settle(const Kind& kind,
                                        const std::optional<Party>& own,
                                        const std::optional<std::string>& decided)
    {
        if (!decided) {
            return own ? settle_own(kind, *own) : Result<std::optional<Party>>{};
        }
        auto found = TRY(kind.find(transaction_.accounts(), *decided));
        if (found) {
            return found;
        }
        return make(kind, {.id = make_uuid(random_), .name = *decided});
    }

    // Of a key that is there already the user stays who it is.
    Result<void> check_user(const PortableKey& portable)
    {
        const std::string& user = portable.key.user_id;
        if (!rules_.importer || user == *rules_.importer) {
            return {};
        }
        if (!TRY(transaction_.members().find(portable.key.organization_id, user))) {
            return no_member();
        }
        return {};
    }

    /// The same whether there is such a user or not: who has an account here is nobody's business.
    static tl::unexpected<Error> no_member()
    {
        return fail(
            ErrorKind::conflict,
            "the user is no member of the organization; --user puts the keys under another");
    }

    Result<std::optional<Party>> settle_own(const Kind& kind, const Party& own)
    {
        auto same = TRY(kind.find(transaction_.accounts(), own.id));
        if (same && same->id == own.id) {
            return same;
        }
        const auto namesake = TRY(kind.find(transaction_.accounts(), own.name));
        if (same || namesake) {
            return fail(ErrorKind::conflict,
                        fmt::format("the {0} \"{1}\" has another id here; --{0} {1} puts the "
                                    "keys into it",
                                    kind.name,
                                    own.name));
        }
        return make(kind, own);
    }

    Result<std::optional<Party>> make(const Kind& kind, const Party& party)
    {
        if (rules_.importer) {
            return &kind == &users
                       ? no_member()
                       : fail(ErrorKind::conflict,
                              fmt::format("there is no {} \"{}\" here", kind.name, party.name));
        }
        TRY(key_input::check_account(kind.name, party.id, party.name));
        TRY(kind.insert(transaction_.accounts(), party, now_));
        return party;
    }

    Transaction& transaction_;
    RandomSource& random_;
    Timestamp now_;
    const KeyImportRules& rules_;
};

KeyImportResult describe(const KeyImportItem& item, const Result<KeyImportOutcome>& outcome)
{
    KeyImportResult result{.line = item.line};
    if (item.key) {
        result.id = item.key->key.id;
        result.name = item.key->key.name;
    }
    result.outcome = outcome.value_or(KeyImportOutcome::rejected);
    if (!outcome) {
        result.error = outcome.error();
    }
    return result;
}

bool is_rejected(const KeyImportResult& result)
{
    return result.outcome == KeyImportOutcome::rejected;
}

}  // namespace

Result<KeyImportReport> run(Store& store,
                            RandomSource& random,
                            Timestamp now,
                            std::span<const KeyImportItem> items,
                            const KeyImportRules& rules)
{
    const auto transaction = TRY(store.begin(Durability::power_loss));
    Import import{*transaction, random, now, rules};
    KeyImportReport report;
    for (const KeyImportItem& item : items) {
        const Result<KeyImportOutcome> outcome =
            item.key ? import.take(*item.key) : tl::unexpected<Error>(item.key.error());
        if (!outcome && outcome.error().kind == ErrorKind::store) {
            return tl::unexpected<Error>(outcome.error());
        }
        report.results.push_back(describe(item, outcome));
    }
    report.committed = std::ranges::none_of(report.results, is_rejected);
    if (report.committed) {
        TRY(transaction->commit());
    }
    return report;
}

}  // namespace azen::key_import

namespace azen {

std::string_view to_string(KeyImportOutcome outcome)
{
    switch (outcome) {
        case KeyImportOutcome::added: return "added";
        case KeyImportOutcome::replaced: return "replaced";
        case KeyImportOutcome::skipped: return "skipped";
        case KeyImportOutcome::rejected: return "rejected";
    }
    return {};
}

}  // namespace azen
