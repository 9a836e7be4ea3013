#include "cli/commands/memory_add.h"

#include <fmt/core.h>

#include <fstream>
#include <iterator>

#include "cli/input_file.h"
#include "cli/key_values.h"
#include "cli/output/memory_output.h"
#include "cli/output/terminal_text.h"

namespace azen::cli::memory_add {
namespace {

// Far above what servers take; it only keeps a wrong file from filling the memory.
constexpr std::size_t max_text_bytes = std::size_t{16} * 1024 * 1024;

// Character by character, because a pipe has no size to ask for.
Result<std::string> read_all(std::istream& stream)
{
    std::string text;
    for (std::istreambuf_iterator<char> next{stream}, end; next != end; ++next) {
        if (text.size() == max_text_bytes) {
            return fail(ErrorKind::invalid, "the text is longer than 16 MiB", "add it in pieces");
        }
        text += *next;
    }
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

// "-" is standard input by custom; a file of that name is "./-".
Result<std::string> read_text(const Options& options, Context& context)
{
    if (!options.file) {
        const std::string text = options.text.value_or("-");
        return text == "-" ? read_all(context.in) : Result<std::string>{text};
    }
    std::ifstream stream = TRY(open_input_file(*options.file));
    return read_all(stream);
}

// Found out before anything is read or sent: standard input can be read only once.
Result<void> check_sources(const Options& options)
{
    if (options.text.has_value() == options.file.has_value()) {
        return fail(ErrorKind::invalid,
                    options.text ? "TEXT and --file exclude each other" : "no text to remember",
                    "give TEXT, or - for standard input, or --file FILE");
    }
    if (options.text == "-" && options.remote.key_source.standard_input) {
        return fail(ErrorKind::invalid,
                    "text and key cannot both come from standard input",
                    "put the key into AZEN_API_KEY or a file");
    }
    return {};
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.text = arguments.value("TEXT"),
                    .file = arguments.value("file"),
                    .dedup_key = arguments.value("dedup-key")};
    if (const auto metadata = arguments.value("metadata")) {
        options.metadata = TRY(parse_metadata(*metadata));
    }
    options.remote = TRY(parse_remote_options(arguments));
    TRY(check_sources(options));
    return options;
}

// The text is read before the key is: a mistake in it should cost nothing.
Result<ExitStatus> run(const Options& options, Context& context)
{
    MemoryApi::NewMemory memory{.dedup_key = options.dedup_key, .metadata = options.metadata};
    memory.text = TRY(read_text(options, context));
    // A server would refuse it too, but after the key has been charged for it.
    if (memory.text.empty() || !is_utf8(memory.text)) {
        return fail(ErrorKind::invalid,
                    memory.text.empty() ? "the text is empty" : "the text is not UTF-8",
                    "a memory is at least one character of UTF-8 text");
    }
    MemoryApi api = TRY(connect(options.remote, context));
    if (options.remote.effect == Effect::trial) {
        announce(context, options.remote.effect);
        print_unsent(context, options.remote.base_url.to_string(), options.remote.output);
        return ExitStatus::ok;
    }
    const MemoryApi::Created created = TRY(api.add(memory));
    print_created(context, created, options.remote.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::memory_add
