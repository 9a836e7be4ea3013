#include <algorithm>

#include "cli/bulk/rate_pace.h"

#include "expect.h"

using namespace azen;
using namespace azen::cli;
using azen::fuzz::expect;

// Two header fields, with a line end between them. Whatever a server says, the wait has an end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    const std::size_t end = std::min(text.find('\n'), text.size());
    const RateNote note = parse_rate_note(text.substr(0, end), text.substr(end));
    expect(!note.remaining || *note.remaining >= 0);

    RatePace pace;
    pace.observe(note, 16, from_epoch_ms(0));
    expect(pace.delay(from_epoch_ms(0), 16) >= milliseconds{0});
    return 0;
}
