#include "cli/limit_text.h"

#include "expect.h"

using namespace azen;
using namespace azen::cli;
using azen::fuzz::expect;

// A limit that can be read is within its range, and is written as a text that reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto rate = parse_rate(text)) {
        expect(!rate->enabled || (rate->max >= 1 && rate->max <= max_rate_limit_max));
        expect(!rate->enabled || rate->window <= max_rate_limit_window);
        expect(parse_rate(format_rate(*rate)) == *rate);
    }
    if (const auto refill = parse_refill(text)) {
        const auto again = parse_refill(format_refill(*refill));
        expect(again && again->amount == refill->amount && again->interval == refill->interval);
    }
    if (const auto count = parse_count(text, "--quota", 0, max_quota)) {
        expect(*count >= 0 && *count <= max_quota);
    }
    return 0;
}
