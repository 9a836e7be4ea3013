#include "core/service/secret_lookup.h"

#include "core/key/key_explanation.h"
#include "core/service/authenticator.h"

namespace azen::secret_lookup {
namespace {

bool is_revoked(const LiveSecret& secret, Timestamp now)
{
    const auto outcomes = explain(authenticator::facts_of(secret), {}, true, now);
    return outcomes.at(static_cast<std::size_t>(Check::not_revoked)).passed == false;
}

Result<std::optional<KnownSecret>> describe(KeyRecords& keys,
                                            const LiveSecret& secret,
                                            Timestamp now)
{
    if (secret.key == nullptr) {
        return std::nullopt;
    }
    auto key = TRY(keys.find(secret.key->id()));
    if (!key) {
        return std::nullopt;
    }
    const KeyStatus status = is_revoked(secret, now) ? KeyStatus::revoked : status_of(*key, now);
    return KnownSecret{.key = *std::move(key), .status = status};
}

}  // namespace

Result<std::vector<std::optional<KnownSecret>>> identify(Store& store,
                                                         std::span<const SecretHash> hashes,
                                                         Timestamp now)
{
    const auto transaction = TRY(store.begin(Durability::process_crash));
    std::vector<LiveSecret> found(hashes.size());
    TRY(transaction->keys().find_live(hashes, found));
    std::vector<std::optional<KnownSecret>> known;
    known.reserve(found.size());
    for (const LiveSecret& secret : found) {
        known.push_back(TRY(describe(transaction->records(), secret, now)));
    }
    TRY(transaction->commit());
    return known;
}

}  // namespace azen::secret_lookup
