#include "cli/docs/shared_text.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <array>

#include "cli/output/record_kind.h"

namespace azen::cli {
namespace {

// Those that people set. HOME and TERM are read too, but need no explaining.
constexpr std::array environment{
    EnvironmentNote{"AZEN_API_KEY",
                    "the API key that memory, usage and keys verify use, and keys with --server"},
    EnvironmentNote{"AZEN_BASE_URL", "the server that memory and usage speak to"},
    EnvironmentNote{"AZEN_DB", "the file of the local store"},
    EnvironmentNote{"AZEN_MASTER_KEY", "64 hex digits under which serve encrypts memories"},
    EnvironmentNote{"SSL_CERT_FILE", "trust these certificate authorities, not the system's"},
    EnvironmentNote{"AZEN_PROFILE", "the profile to work with"},
    EnvironmentNote{"AZEN_CONFIG", "the configuration file"},
    EnvironmentNote{"AZEN_PAGER", "what shows long output on a terminal; `cat`: nothing does"},
    EnvironmentNote{"PAGER", "the same for all programs; without both: less"},
    EnvironmentNote{"XDG_CONFIG_HOME", "where azen/config.toml is, unless named otherwise"},
    EnvironmentNote{"XDG_DATA_HOME", "where azen/azen.db is, unless named otherwise"},
    EnvironmentNote{"NO_COLOR", "when set, no colours on a terminal"},
};

// All of them, also those that few commands end with: scripts look a number up here.
constexpr std::array exits{
    ExitNote{ExitStatus::ok, "success"},
    ExitNote{ExitStatus::unexpected, "an unexpected error, here or at the server"},
    ExitNote{ExitStatus::usage, "wrong usage or configuration"},
    ExitNote{ExitStatus::not_found, "no such key, memory or store"},
    ExitNote{ExitStatus::refused, "the API key is missing or was not accepted"},
    ExitNote{ExitStatus::conflict, "the present state stands against it; an ambiguous name"},
    ExitNote{ExitStatus::rate_limited, "a rate limit or a quota stands against it"},
    ExitNote{ExitStatus::unreachable, "the network failed, or took too long, or TLS did"},
    ExitNote{ExitStatus::partial, "some of several things failed; the rest are done"},
    ExitNote{ExitStatus::declined, "a confirmation is needed, or was not given"},
    ExitNote{ExitStatus::negative, "a check came out negative"},
    ExitNote{ExitStatus::store, "the store is locked, damaged or of a newer version"},
    ExitNote{ExitStatus::interrupted, "interrupted by Ctrl-C"},
};

}  // namespace

std::span<const EnvironmentNote> environment_notes()
{
    return environment;
}

std::span<const ExitNote> shared_exit_notes()
{
    return exits;
}

// Square brackets and dots as in every manual page since the first.
std::string usage_tail(const Command& command)
{
    std::string tail;
    for (const Positional& positional : command.positionals) {
        const std::string_view more = positional.occurs == Occurs::repeatedly ? "..." : "";
        tail += positional.presence == Presence::optional
                    ? fmt::format(" [{}]{}", positional.name, more)
                    : fmt::format(" {}{}", positional.name, more);
    }
    return command.options.empty() ? tail : tail + " [options]";
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    for (std::size_t end = text.find(separator); end != std::string_view::npos;
         end = text.find(separator, start)) {
        parts.push_back(text.substr(start, end - start));
        start = end + separator.size();
    }
    parts.push_back(text.substr(start));
    return parts;
}

// Greedy: the last line of a paragraph may be short, no other looks ragged at these widths.
std::vector<std::string> wrapped(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines;
    std::string line;
    for (const std::string_view word : split(text, " ")) {
        if (!line.empty() && line.size() + 1 + word.size() > width) {
            lines.push_back(std::move(line));
            line.clear();
        }
        line += line.empty() ? "" : " ";
        line += word;
    }
    lines.push_back(std::move(line));
    return lines;
}

std::span<const std::string_view> offered_values(const Command& command, const Option& option)
{
    return option.completion == Completion::field ? command.prints->fields : option.choices;
}

// In one order everywhere, so that the eye finds the default where it was the last time.
std::string full_help(const Option& option)
{
    std::string help{option.help};
    if (!option.choices.empty()) {
        help += fmt::format("; one of {}", fmt::join(option.choices, ", "));
    }
    if (!option.default_value.empty()) {
        help += fmt::format(" (default: {})", option.default_value);
    }
    if (!option.environment.empty()) {
        help += fmt::format(" [{}]", option.environment);
    }
    return help;
}

}  // namespace azen::cli
