#pragma once

#include <cstddef>
#include <string_view>

namespace azen::server {

/// What the first bytes of a request are, as far as lines go.
struct HeaderScan {
    enum class Verdict {
        incomplete,  // more bytes are needed
        complete,    // a whole header section, every line of it in form
        malformed,   // no further byte can mend it
        too_large,   // longer than the limit, however it goes on
    };
    Verdict verdict = Verdict::incomplete;

    /// Where the request line begins: 2 after a tolerated empty line (RFC 9112 section 2.2), else
    /// 0.
    std::size_t begin = 0;

    /// complete: where the header section, its empty line included, ends. incomplete: where the
    /// unfinished line begins, to go on from when there is more. too_large: likewise, so `begin`
    /// when it is the request line that is too long.
    std::size_t position = 0;
};

/// Judges the raw lines of a header section before a parser sees them, more strictly than parsers
/// do, because two parsers that read the same bytes differently are how requests are smuggled. It
/// refuses a bare LF or CR, obsolete line folding, white space before the first line or before a
/// colon, a field without a name or a colon, and control characters other than HTAB in a value.
/// Which bytes a name, a value or a request line may hold otherwise is left to the parser.
///
/// `bytes` is all that was received since the last request; `resume_from` is 0, or the position
/// of an earlier, incomplete scan of the same bytes. `limit` bounds the section in bytes.
HeaderScan scan_header(std::string_view bytes, std::size_t resume_from, std::size_t limit);

}  // namespace azen::server
