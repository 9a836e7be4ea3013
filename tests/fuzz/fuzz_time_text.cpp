#include "core/base/time_text.h"

#include "expect.h"

using namespace azen;
using azen::fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    const Timestamp now = from_epoch_ms(1'768'473'000'000);
    const auto timestamp = parse_timestamp(text);
    if (timestamp) {
        const std::string written = format_timestamp(*timestamp);
        expect(written.size() == 24);
        expect(parse_timestamp(written) == timestamp);
        expect(!format_relative(*timestamp, now).empty());
    }
    const auto duration = parse_duration(text);
    if (duration) {
        expect(*duration > milliseconds{0});
        expect(parse_duration(format_duration(*duration)) == *duration);
    }
    const auto moment = parse_moment(text, now);
    expect(moment.has_value() == (timestamp || duration || text == "now"));
    return 0;
}
