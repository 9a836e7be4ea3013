#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "core/scan/diff_scanner.h"
#include "core/scan/secret_matcher.h"
#include "core/scan/text_scanner.h"

#include "expect.h"

using namespace azen;
using azen::fuzz::expect;

namespace {

// Each match is a secret, and none lies over the one before.
void check_matches(std::string_view text)
{
    std::size_t free_from = 0;
    for (const SecretMatch& match : find_secrets(text)) {
        expect(match.begin >= free_from);
        expect(match.begin + match.length <= text.size());
        expect(key_secret::form_of(text.substr(match.begin, match.length)) == match.form);
        free_from = match.begin + match.length;
    }
}

template <typename Scanner, typename Sink>
void scan_in_pieces(std::string_view text, std::size_t length, Sink sink)
{
    Scanner scanner{sink};
    while (!text.empty()) {
        scanner.feed(text.substr(0, length));
        text.remove_prefix(std::min(length, text.size()));
    }
    scanner.finish();
}

std::vector<std::size_t> places_in(std::string_view text, std::size_t length)
{
    std::vector<std::size_t> places;
    scan_in_pieces<TextScanner>(text, length, [&places](const FoundSecret& found) {
        expect(key_secret::is_well_formed(found.secret));
        places.push_back(found.line);
        places.push_back(found.column);
    });
    return places;
}

std::vector<std::string> places_in_diff(std::string_view text, std::size_t length)
{
    std::vector<std::string> places;
    scan_in_pieces<DiffScanner>(
        text, length, [&places](const std::string& file, const FoundSecret& found) {
            places.push_back(file + std::to_string(found.line));
        });
    return places;
}

}  // namespace

// The first byte says how long the pieces are in which the rest comes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::string_view text = fuzz::text_of(data + 1, size - 1);
    const std::size_t length = 1 + data[0];
    check_matches(text);
    expect(places_in(text, length) == places_in(text, text.size() + 1));
    expect(places_in_diff(text, length) == places_in_diff(text, text.size() + 1));
    return 0;
}
