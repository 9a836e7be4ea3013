#include <nlohmann/json.hpp>

#include "core/base/json_depth.h"
#include "core/service/key_input.h"
#include "core/transfer/better_auth_row.h"
#include "core/transfer/key_line.h"

#include "expect.h"

using namespace azen;
using azen::fuzz::expect;

namespace {

// What was read once is written and read again the same.
void check_line(const PortableKey& key)
{
    const std::string line = key_line::format(key);
    const auto again = key_line::parse(line);
    expect(again.has_value());
    expect(key_line::format(*again) == line);
    expect(again->secrets == key.secrets);
}

void check_row(std::string_view text, better_auth::OrganizationSource source)
{
    const auto row = nlohmann::ordered_json::parse(text, nullptr, false);
    if (row.is_discarded() || is_nested_too_deep(text, max_json_depth + 1)) {
        return;
    }
    const auto key = better_auth::read_row(row, {.organization_source = source});
    if (!key) {
        return;
    }
    expect(key->secrets.size() == 1);
    expect(!key->key.organization_id.empty());
    constexpr Timestamp now{milliseconds{1'768'473'000'000}};
    if (key_input::check(key->key, key->secrets, now)) {
        check_line(*key);
    }
}

}  // namespace

// The same bytes as a line of ours and as a row of Better Auth.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto key = key_line::parse(text)) {
        check_line(*key);
    }
    check_row(text, better_auth::OrganizationSource::column);
    check_row(text, better_auth::OrganizationSource::metadata);
    return 0;
}
