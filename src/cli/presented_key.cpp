#include "cli/presented_key.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "core/base/ascii.h"

namespace azen::cli {
namespace {

// Generous: keys of other prefixes and services are shorter by far.
constexpr std::size_t max_key_length = 512;

// Visible ASCII: nothing that could end a header line and begin another.
bool is_visible(char character)
{
    return character > ' ' && character <= '~';
}

std::string read_bounded(std::istream& stream)
{
    // Room for a line end or two; whatever is longer is no key and need not be read.
    std::string text(max_key_length + 16, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

// An unreadable file is a missing credential: the environment is not fallen back on, because it may
// hold another key.
Result<std::string> read_text(const KeySource& source, Context& context)
{
    if (source.standard_input) {
        return read_bounded(context.in);
    }
    if (source.file) {
        std::ifstream stream{*source.file, std::ios::binary};
        if (!stream) {
            return fail(ErrorKind::refused,
                        fmt::format("cannot read the key file {}", source.file->string()),
                        "check the path and its permissions");
        }
        return read_bounded(stream);
    }
    return context.environment.find("AZEN_API_KEY").value_or("");
}

}  // namespace

// Two sources would mean that one is silently ignored.
Result<KeySource> parse_key_source(const Arguments& arguments)
{
    KeySource source{.file = arguments.value("key-file"),
                     .standard_input = arguments.has("key-stdin")};
    if (source.file && source.standard_input) {
        return fail(ErrorKind::invalid,
                    "--key-file and --key-stdin exclude each other",
                    "give one of them");
    }
    return source;
}

Result<Secret> read_presented_key(const KeySource& source, Context& context)
{
    const std::string read = TRY(read_text(source, context));
    const std::string_view text = trim_ascii_space(read);
    if (text.empty()) {
        return fail(ErrorKind::refused,
                    "no API key",
                    "set AZEN_API_KEY, or use --key-file FILE or --key-stdin");
    }
    // The text is not quoted, not even its length: it may be some other secret.
    if (text.size() > max_key_length || !std::ranges::all_of(text, is_visible)) {
        return fail(ErrorKind::invalid,
                    "what was given as the API key cannot be one",
                    "a key is one word of printable ASCII characters, by itself");
    }
    return Secret{std::string{text}};
}

}  // namespace azen::cli
