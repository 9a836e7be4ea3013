#include <rapidcheck.h>

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "server/http/header_scan.h"

using namespace azen::server;
using Verdict = HeaderScan::Verdict;

namespace {

constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();
constexpr std::string_view good = "GET /a HTTP/1.1\r\nHost: a\r\nX-Empty:\r\n\r\n";

Verdict verdict_of(std::string_view bytes, std::size_t limit = no_limit)
{
    return scan_header(bytes, 0, limit).verdict;
}

Verdict verdict_of_field(const std::string& line)
{
    return verdict_of("GET / HTTP/1.1\r\n" + line + "\r\n\r\n");
}

}  // namespace

TEST_CASE("a header section is complete up to its empty line, whatever follows")
{
    const std::string bytes = std::string{good} + "GET /next";

    const HeaderScan scan = scan_header(bytes, 0, no_limit);

    CHECK(scan.verdict == Verdict::complete);
    CHECK(scan.begin == 0);
    CHECK(scan.position == good.size());
}

TEST_CASE("every beginning of a header section is incomplete and resumes at its last line")
{
    for (std::size_t size = 0; size < good.size(); ++size) {
        const HeaderScan scan = scan_header(good.substr(0, size), 0, no_limit);

        CHECK(scan.verdict == Verdict::incomplete);
        CHECK(scan.position <= size);
        CHECK(scan_header(good, scan.position, no_limit).position == good.size());
    }
}

TEST_CASE("one empty line before the request line is tolerated, a second one is not")
{
    const HeaderScan scan = scan_header("\r\nGET / HTTP/1.1\r\n\r\n", 0, no_limit);

    CHECK(scan.verdict == Verdict::complete);
    CHECK(scan.begin == 2);
    CHECK(scan.position == 20);
    CHECK(verdict_of("\r\n\r\nGET / HTTP/1.1\r\n\r\n") == Verdict::malformed);
    CHECK(verdict_of("\r") == Verdict::incomplete);
    CHECK(verdict_of("\r\n") == Verdict::incomplete);
}

TEST_CASE("a bare LF is malformed wherever it stands")
{
    CHECK(verdict_of("GET / HTTP/1.1\nHost: a\r\n\r\n") == Verdict::malformed);
    CHECK(verdict_of("\nGET / HTTP/1.1\r\n\r\n") == Verdict::malformed);
    CHECK(verdict_of_field("Host: a\nX: b") == Verdict::malformed);
    CHECK(verdict_of("GET / HTTP/1.1\r\nHost: a\r\n\n") == Verdict::malformed);
}

TEST_CASE("a bare CR is malformed wherever it stands")
{
    CHECK(verdict_of("GET /\r HTTP/1.1\r\n\r\n") == Verdict::malformed);
    CHECK(verdict_of_field("Host: a\rX: b") == Verdict::malformed);
    CHECK(verdict_of_field("Host: a\r") == Verdict::malformed);
    CHECK(verdict_of_field("\rHost: a") == Verdict::malformed);
}

TEST_CASE("a folded field and white space at a line's beginning are malformed")
{
    CHECK(verdict_of_field("Host: a\r\n b") == Verdict::malformed);
    CHECK(verdict_of_field("Host: a\r\n\tb: c") == Verdict::malformed);
    CHECK(verdict_of_field(" Host: a") == Verdict::malformed);
    CHECK(verdict_of(" GET / HTTP/1.1\r\n\r\n") == Verdict::malformed);
    CHECK(verdict_of("\tGET / HTTP/1.1\r\n\r\n") == Verdict::malformed);
}

TEST_CASE("a field needs a name and a colon with no white space between them")
{
    CHECK(verdict_of_field(": a") == Verdict::malformed);
    CHECK(verdict_of_field("Host") == Verdict::malformed);
    CHECK(verdict_of_field("Host : a") == Verdict::malformed);
    CHECK(verdict_of_field("Host\t: a") == Verdict::malformed);
    CHECK(verdict_of_field("Host:a") == Verdict::complete);
}

TEST_CASE("every control character but HTAB is malformed, at every place of a value")
{
    for (int code = 0; code < 0x100; ++code) {
        const char character = static_cast<char>(code);
        const bool is_control = (code < 0x20 && character != '\t') || code == 0x7F;
        for (std::size_t at = 0; at < 20; ++at) {
            std::string value(20, 'v');
            value[at] = character;

            const Verdict verdict = verdict_of_field("X: " + value);

            CHECK_MESSAGE((verdict == Verdict::malformed) == is_control, code, " at ", at);
        }
    }
}

TEST_CASE("a request line may not hold a tab or a control character")
{
    CHECK(verdict_of("GET\t/ HTTP/1.1\r\n\r\n") == Verdict::malformed);
    CHECK(verdict_of(std::string_view{"GET /\0 HTTP/1.1\r\n\r\n", 19}) == Verdict::malformed);
}

TEST_CASE("what cannot be the beginning of a request is malformed at its first byte")
{
    CHECK(verdict_of("\x16\x03\x01") == Verdict::malformed);
    CHECK(verdict_of("\x80") == Verdict::malformed);
    CHECK(verdict_of("G") == Verdict::incomplete);
}

TEST_CASE("a header section of exactly the limit is complete, one byte more is too large")
{
    CHECK(verdict_of(good, good.size()) == Verdict::complete);
    CHECK(verdict_of(good, good.size() - 1) == Verdict::too_large);
    CHECK(verdict_of(good.substr(0, 10), 10) == Verdict::too_large);
    CHECK(verdict_of(good.substr(0, 9), 10) == Verdict::incomplete);
}

TEST_CASE("scanning in pieces gives what scanning at once gives")
{
    CHECK(rc::check("any bytes, split anywhere", [](const std::string& noise, std::size_t cut) {
        const std::string bytes = "GET / HTTP/1.1\r\nA: b\r\n" + noise + "\r\n\r\n";
        const std::size_t first = cut % bytes.size();

        const HeaderScan whole = scan_header(bytes, 0, no_limit);
        const HeaderScan part = scan_header(std::string_view{bytes}.substr(0, first), 0, no_limit);
        const bool goes_on = part.verdict == Verdict::incomplete;
        const HeaderScan rest = goes_on ? scan_header(bytes, part.position, no_limit) : part;

        RC_ASSERT(rest.verdict == whole.verdict);
        RC_ASSERT(rest.position == whole.position);
    }));
}
