#include <nlohmann/json.hpp>

#include "core/key/permissions.h"

#include "expect.h"

using namespace azen;
using azen::fuzz::expect;

namespace {

void expect_round_trips(const Permissions& permissions)
{
    expect(Permissions::parse(permissions.to_text()) == permissions);
    expect(Permissions::from_json(permissions.to_json()) == permissions);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto permissions = Permissions::parse(text)) {
        expect_round_trips(*permissions);
    }
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (const auto permissions = Permissions::from_json(json)) {
        expect_round_trips(*permissions);
    }
    if (Permissions::defaults().allows(text)) {
        expect(Permissions::parse(text).has_value());
    }
    return 0;
}
