#pragma once

#include <utility>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/service/key_service.h"
#include "core/service/rotation_service.h"

namespace azen {

/// The keys of a store, or those of `scope`, which is the only thing about it that is not the
/// caller's to check: whoever creates may name any owner. Thread-safe as far as its store is.
class LocalKeyService : public KeyService {
public:
    /// All but `scope` outlive it.
    LocalKeyService(Store& store, RandomSource& random, const Clock& clock, KeyScope scope = {})
        : store_{store},
          random_{random},
          clock_{clock},
          scope_{std::move(scope)},
          rotations_{store, random, clock, scope_}
    {}

    Result<IssuedKey> create(const NewKey& wanted) override;
    Result<std::vector<ApiKey>> list(const Page& page) override;
    Result<ApiKey> find(std::string_view reference) override;
    Result<KeyHistory> history(std::string_view reference) override
    {
        return rotations_.history(reference);
    }
    Result<ApiKey> change(std::string_view reference, const KeyChange& change) override;
    Result<ApiKey> revoke(std::string_view reference) override;
    Result<Verification> verify(std::string_view presented_key,
                                std::string_view permission) override;
    Result<Explanation> explain(std::string_view presented_key,
                                std::string_view permission,
                                std::optional<Timestamp> at) override;
    Result<UsageSeries> usage(std::string_view reference) override;
    Result<BegunRotation> begin(std::string_view reference, const RotationRequest& request) override
    {
        return rotations_.begin(reference, request);
    }
    Result<KeyHistory> conclude(const BegunRotation& begun, Succession succession) override
    {
        return rotations_.conclude(begun, succession);
    }
    Result<bool> drop(const BegunRotation& begun) override { return rotations_.drop(begun); }
    Result<KeyHistory> finish(std::string_view reference) override
    {
        return rotations_.finish(reference);
    }
    Result<KeyHistory> abort(std::string_view reference) override
    {
        return rotations_.abort(reference);
    }
    Result<void> for_each(const KeyVisitor& visit) override;
    Result<std::vector<DeadKey>> find_dead(const DeathPolicy& policy) override;
    Result<std::vector<DeadKey>> remove_dead(std::span<const std::string> ids,
                                             const DeathPolicy& policy) override;
    Result<void> export_each(const PortableKeyVisitor& visit) override;
    Result<KeyImportReport> import_keys(std::span<const KeyImportItem> items,
                                        const KeyImportRules& rules) override;

private:
    Store& store_;
    RandomSource& random_;
    const Clock& clock_;
    KeyScope scope_;
    RotationService rotations_;
};

}  // namespace azen
