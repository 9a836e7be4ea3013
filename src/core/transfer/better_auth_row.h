#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/transfer/portable_key.h"

/// Rows of the `apikey` table of Better Auth's api-key plugin (1.4 to 1.7), on which the hosted
/// service runs: as JSON objects, with the names of its own migrations (camelCase) or of the hosted
/// service's tables (snake_case).
namespace azen::better_auth {

/// Where a row's key gets its organization from.
enum class OrganizationSource : std::uint8_t {
    column,    // organizationId, which only the service could write
    metadata,  // metadata.organizationId as well, which the key's owner could write too
};

/// What the administrator decides about rows.
struct RowRules {
    OrganizationSource organization_source = OrganizationSource::column;
    std::optional<Party>
        organization{};           // of every key, whatever its row says; its id may be empty
    std::optional<Party> user{};  // likewise
};

/// The key of a row. The hash of its secret is taken as it is, so the secret goes on to work.
///
///   userId, or referenceId of the default configuration   user
///   metadata without organizationId                       metadata
///   no permissions, or the hosted service's placeholder   permissions as on a plain create: there
///                                                         every key could do these things
///   other permissions                                     permissions, as they are
///   rateLimitTimeWindow or rateLimitMax null              no rate limit
///   refillAmount without remaining                        no quota: so the plugin treats it
///   requestCount                                          requestCount, which goes on from there
///
/// The bucket starts full. Names of owners are their ids. ErrorKind::invalid, saying which field is
/// wrong, for a row that is none; also for one without an organization or a user, as its key would
/// be refused for ever, and for one of another configuration when no user is given: its referenceId
/// may be a user's or an organization's. Precondition: `given` is nested no deeper than metadata in
/// an object may be (json_depth.h).
Result<PortableKey> read_row(const nlohmann::ordered_json& given, const RowRules& rules);

}  // namespace azen::better_auth
