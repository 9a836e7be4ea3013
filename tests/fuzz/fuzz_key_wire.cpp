#include <nlohmann/json.hpp>

#include "core/base/json_depth.h"
#include "core/wire/key_wire.h"

#include "expect.h"

using namespace azen;
using azen::fuzz::expect;

namespace {

constexpr Timestamp now{milliseconds{1'768'473'000'000}};

// What was read once is told and read again the same; a secret's name is not, as the name of what
// is read is told.
void check_history(const nlohmann::ordered_json& json)
{
    auto history = key_wire::parse_history(json);
    if (!history) {
        return;
    }
    history->secrets.clear();
    const auto told = key_wire::format(*history, now);
    const auto again = key_wire::parse_history(told);
    expect(again.has_value());
    expect(key_wire::format(*again, now) == told);
}

}  // namespace

// The same bytes as each of a server's answers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (is_nested_too_deep(text)) {
        return 0;
    }
    const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        return 0;
    }
    check_history(json);
    static_cast<void>(key_wire::parse_record(json));
    static_cast<void>(key_wire::parse_verification(json));
    static_cast<void>(key_wire::parse_explanation(json));
    static_cast<void>(key_wire::parse_dead_key(json));
    static_cast<void>(key_wire::parse_import_report(json));
    return 0;
}
