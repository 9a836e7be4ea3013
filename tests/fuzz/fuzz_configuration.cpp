#include "cli/config/configuration_edit.h"

#include "expect.h"

using namespace azen;
using namespace azen::cli;
using azen::fuzz::expect;

namespace {

// Each edit says what was meant, or nothing at all.
void expect_edits(std::string_view text, const Configuration& before)
{
    const Profile added{.name = "fuzzed", .db = "x"};
    if (const auto edited = with_profile(text, added)) {
        const auto after = parse_configuration(*edited);
        expect(after.has_value() && *after->find("fuzzed") == added);
        expect(after->used == before.used);
    }
    if (const auto edited = with_used_profile(text, "fuzzed")) {
        expect(parse_configuration(*edited)->used == "fuzzed");
    }
    for (const Profile& profile : before.profiles) {
        if (const auto edited = without_profile(text, profile.name)) {
            expect(parse_configuration(*edited)->find(profile.name) == nullptr);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto configuration = parse_configuration(text)) {
        expect_edits(text, *configuration);
    } else {
        expect(!configuration.error().message.empty() && !configuration.error().hint.empty());
    }
    return 0;
}
