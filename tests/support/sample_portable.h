#pragma once

#include "core/transfer/portable_key.h"
#include "support/sample_keys.h"

namespace azen::test {

/// sample_record() on its way to another store: secrets 0 to 2 are revoked, retiring and active.
inline PortableKey sample_portable(std::string_view name)
{
    KeyRecord record = sample_record(name);
    PortableKey portable{.key = std::move(record.key), .secrets = std::move(record.secrets)};
    portable.organization = Party{.id = portable.key.organization_id, .name = "acme"};
    portable.user = Party{.id = portable.key.user_id, .name = "ann"};
    return portable;
}

}  // namespace azen::test
