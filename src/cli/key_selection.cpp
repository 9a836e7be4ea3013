#include "cli/key_selection.h"

#include <fmt/core.h>

#include <cstddef>

#include "cli/argv_guard.h"
#include "core/base/ascii.h"

namespace azen::cli {
namespace {

constexpr std::string_view standard_input = "-";

Result<void> read_lines(std::istream& in, std::vector<std::string>& references)
{
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (contains_secret(line)) {
            return fail(ErrorKind::invalid,
                        fmt::format("line {} of standard input holds an API key", number),
                        "name keys by their id, their name or their start");
        }
        if (const std::string_view reference = trim_ascii_space(line); !reference.empty()) {
            references.emplace_back(reference);
        }
    }
    return {};
}

}  // namespace

bool is_bulk(std::span<const std::string> typed)
{
    return typed.size() != 1 || typed.front() == standard_input;
}

// Words of the command line were looked through for secrets before anything else.
Result<std::vector<std::string>> read_references(std::span<const std::string> typed,
                                                 Context& context)
{
    std::vector<std::string> references;
    for (const std::string& word : typed) {
        if (word == standard_input) {
            TRY(read_lines(context.in, references));
        } else {
            references.push_back(word);
        }
    }
    return references;
}

}  // namespace azen::cli
