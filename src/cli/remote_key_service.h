#pragma once

#include <memory>
#include <string>
#include <utility>

#include <nlohmann/json_fwd.hpp>

#include "cli/effect.h"
#include "cli/http_client.h"
#include "core/base/random.h"
#include "core/service/key_service.h"

namespace azen::cli {

/// The keys of one organization on an `azen serve`, over its routes under /api/auth/api-key. What
/// makes a secret carries an idempotency key, one of this service's when the caller has none, so
/// that it can be sent again when a reply is lost; what neither changes anything nor charges, or
/// comes to the same when it is done twice, is sent again too. One per thread.
///
/// What a server is asked with: decides how its 401 reads.
enum class Asker { key, session };

/// Besides what KeyService says: a server lets nobody choose another's user, or an organization for
/// what is imported (ErrorKind::invalid), and counts a grace period in seconds, rounded up.
class RemoteKeyService final : public KeyService {
public:
    /// `http` carries base URL and credential; `random` outlives this. With Effect::trial the
    /// server undoes all that it is asked to change.
    RemoteKeyService(std::unique_ptr<HttpClient> http,
                     RandomSource& random,
                     Effect effect,
                     Asker asker = Asker::key)
        : http_{std::move(http)}, random_{random}, effect_{effect}, asker_{asker}
    {}

    Result<IssuedKey> create(const NewKey& wanted) override;
    Result<std::vector<ApiKey>> list(const Page& page) override;
    Result<ApiKey> find(std::string_view reference) override;
    Result<KeyHistory> history(std::string_view reference) override;
    Result<ApiKey> change(std::string_view reference, const KeyChange& change) override;
    Result<ApiKey> revoke(std::string_view reference) override;
    Result<Verification> verify(std::string_view presented_key,
                                std::string_view permission) override;
    Result<Explanation> explain(std::string_view presented_key,
                                std::string_view permission,
                                std::optional<Timestamp> at) override;
    Result<UsageSeries> usage(std::string_view reference) override;
    Result<BegunRotation> begin(std::string_view reference,
                                const RotationRequest& request) override;
    Result<KeyHistory> conclude(const BegunRotation& begun, Succession succession) override;
    Result<bool> drop(const BegunRotation& begun) override;
    Result<KeyHistory> finish(std::string_view reference) override;
    Result<KeyHistory> abort(std::string_view reference) override;
    Result<void> for_each(const KeyVisitor& visit) override;
    Result<std::vector<DeadKey>> find_dead(const DeathPolicy& policy) override;
    Result<std::vector<DeadKey>> remove_dead(std::span<const std::string> ids,
                                             const DeathPolicy& policy) override;
    Result<void> export_each(const PortableKeyVisitor& visit) override;
    Result<KeyImportReport> import_keys(std::span<const KeyImportItem> items,
                                        const KeyImportRules& rules) override;

private:
    using Json = nlohmann::ordered_json;

    // The parsed body of a successful answer.
    Result<Json> read_answer(const HttpResponse& response) const;

    // The same of a request; `target` is below /api/auth/api-key.
    Result<Json> get(const std::string& target);
    Result<Json> post(const char* verb, Json body, Resend resend);

    std::string idempotency_key(const std::optional<std::string>& wanted);

    // Calls `visit` with each of "apiKeys" of all pages of a route.
    Result<void> walk(const char* route, const std::function<Result<void>(const Json&)>& visit);

    std::unique_ptr<HttpClient> http_;
    RandomSource& random_;
    Effect effect_;
    Asker asker_;
};

}  // namespace azen::cli
