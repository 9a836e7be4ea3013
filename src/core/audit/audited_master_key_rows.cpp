#include "core/audit/audited_master_key_rows.h"

#include <string>

#include <nlohmann/json.hpp>

#include "core/base/or_null.h"

namespace azen {

Result<void> AuditedMasterKeyRows::put_current(std::string_view key_id)
{
    using Json = nlohmann::ordered_json;
    const auto before = TRY(rows_.current());
    TRY(rows_.put_current(key_id));
    const std::string id{key_id};
    const Json change{{"before", {{"masterKeyId", or_null(before)}}},
                      {"after", {{"masterKeyId", id}}}};
    return recorder_.record("master-key.rotate", {.id = id, .name = id}, change.dump());
}

}  // namespace azen
