#include "cli/presented_key.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "cli/child_process.h"
#include "cli/private_file.h"
#include "cli/table/options.h"
#include "core/base/ascii.h"

namespace azen::cli {
namespace {

// Generous: keys of other prefixes and services are shorter by far.
constexpr std::size_t max_key_length = 512;
constexpr std::size_t max_file_length = max_key_length + 16;  // with room for a line end or two

// Visible ASCII: nothing that could end a header line and begin another.
bool is_visible(char character)
{
    return character > ' ' && character <= '~';
}

std::string read_bounded(std::istream& stream)
{
    // Whatever is longer is no key and need not be read.
    std::string text(max_file_length, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

// What it says on its error stream is for the person to read, and so is a question it may ask.
Result<std::string> read_from_command(const std::string& command)
{
    const ProgramOutput output = TRY(run_program({"/bin/sh", "-c", command}, max_file_length));
    if (output.status != 0) {
        return fail(ErrorKind::refused,
                    fmt::format("the profile's key_command failed with status {}", output.status),
                    "run it by itself to see why: " + command);
    }
    return output.text;
}

Result<std::string> read_from_profile(const KeySource& source)
{
    if (source.profile_command) {
        return read_from_command(*source.profile_command);
    }
    if (!source.profile_file) {
        return std::string{};
    }
    const auto text = TRY(read_private_file(*source.profile_file, max_file_length));
    if (!text) {
        return fail(
            ErrorKind::refused,
            fmt::format("the profile's key file {} is missing", source.profile_file->string()),
            "put it back, or write down another with `azen profile add --replace`");
    }
    return *text;
}

// A pipe, as of a process substitution, is read as a stream. A file's mode is looked at: what
// others can read is no secret any more.
Result<std::string> read_key_file(const std::filesystem::path& file)
{
    std::error_code unknown;  // what cannot be looked at cannot be read either
    if (std::filesystem::is_fifo(file, unknown)) {
        std::ifstream stream{file, std::ios::binary};
        return read_bounded(stream);
    }
    const auto text = TRY(read_private_file(file, max_file_length));
    if (!text) {
        return fail(ErrorKind::refused,
                    fmt::format("there is no key file {}", file.string()),
                    "check the path");
    }
    if (trim_ascii_space(*text).empty()) {
        return fail(ErrorKind::refused,
                    fmt::format("the key file {} is empty", file.string()),
                    "put the key into it, or name another file");
    }
    return *text;
}

std::optional<std::string> chosen_server(const Arguments& arguments)
{
    if (arguments.offers("base-url")) {
        return arguments.value("base-url");
    }
    return arguments.offers("server") ? arguments.value("server") : std::nullopt;
}

// Sent to another server, a key would be that server's to use.
std::string reason_to_withhold(const Profile& profile, const Arguments& arguments)
{
    const std::string own = profile.base_url.value_or(std::string{option::base_url.default_value});
    const auto chosen = chosen_server(arguments);
    const bool elsewhere = chosen && *chosen != own;
    return elsewhere ? fmt::format("the key of profile {} is for {} alone", profile.name, own) : "";
}

// An unreadable file is a missing credential: the environment is not fallen back on, because it may
// hold another key.
Result<std::string> read_text(const KeySource& source, Context& context)
{
    if (source.standard_input) {
        return read_bounded(context.in);
    }
    if (source.file) {
        return read_key_file(*source.file);
    }
    if (const auto key = context.environment.find("AZEN_API_KEY")) {
        return *key;
    }
    return read_from_profile(source);
}

}  // namespace

// Two sources would mean that one is silently ignored.
Result<KeySource> parse_key_source(const Arguments& arguments)
{
    KeySource source{.file = arguments.value("key-file"),
                     .standard_input = arguments.offers("key-stdin") && arguments.has("key-stdin")};
    if (source.file && source.standard_input) {
        return fail(ErrorKind::invalid,
                    "--key-file and --key-stdin exclude each other",
                    "give one of them");
    }
    if (const std::optional<Profile>& profile = arguments.profile()) {
        if (profile->key_file || profile->key_command) {
            source.withheld = reason_to_withhold(*profile, arguments);
        }
        if (source.withheld.empty()) {
            source.profile_file = profile->key_file;
            source.profile_command = profile->key_command;
        }
    }
    return source;
}

Result<Secret> read_presented_key(const KeySource& source, Context& context)
{
    const std::string read = TRY(read_text(source, context));
    const std::string_view text = trim_ascii_space(read);
    if (text.empty() && source.standard_input) {
        return fail(ErrorKind::refused,
                    "there is no API key on standard input",
                    "pipe the key into the command, alone");
    }
    if (text.empty()) {
        return fail(ErrorKind::refused,
                    source.withheld.empty() ? "no API key" : "no API key: " + source.withheld,
                    "set AZEN_API_KEY, or name a file with --key-file");
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
