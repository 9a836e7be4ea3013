#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/context.h"
#include "cli/exit_status.h"
#include "core/base/result.h"

/// The vocabulary of the command table. Everything here is constant data with static lifetime:
/// building the table costs nothing at start-up.
namespace azen::cli {

class Arguments;
struct Profile;
struct RecordKind;

/// What the shell should offer for a value.
enum class Completion { none, file, key, profile, field };

/// How often an option or a positional may be given.
enum class Occurs { once, repeatedly };

/// Whether a positional may be left out. Options always may.
enum class Presence { required, optional };

/// Whether help, manual and completions tell of a command. All commands can be run.
enum class Visibility { shown, hidden };

/// Whether what a command prints may be longer than a screen.
enum class Paging { no, yes };

/// An option of a command. One without a `value_name` is a flag.
struct Option {
    std::string_view name;  // the long one, without its dashes
    char short_name = '\0';
    std::string_view value_name{};
    std::string_view help;
    std::string_view default_value{};  // what Arguments::value gives when nothing was said
    std::span<const std::string_view> choices{};
    std::string_view environment{};  // the variable that speaks when the option does not
    Completion completion = Completion::none;
    Occurs occurs = Occurs::once;
    std::optional<std::string> Profile::* setting =
        nullptr;                  // of a profile, that speaks after that
    std::string_view excludes{};  // the option that cannot be given together with this one

    constexpr bool is_flag() const { return value_name.empty(); }
};

/// An argument that is known by its place. One of a command may occur repeatedly: it takes what the
/// others leave, and those behind it are required.
struct Positional {
    std::string_view name;  // in capitals, as usage lines show it
    std::string_view help;
    Presence presence = Presence::required;
    Occurs occurs = Occurs::once;
    Completion completion = Completion::none;
};

/// A command line that works as it stands, shown in help and manual.
struct Example {
    std::string_view line;  // as typed into a shell
    std::string_view purpose;
};

/// An exit status worth naming beyond those that every command shares.
struct ExitNote {
    ExitStatus status;
    std::string_view meaning;
};

/// Runs a command on what was typed. Expected to print its own results, but not its errors.
using RunCommand = Result<ExitStatus> (*)(const Arguments&, Context&);

/// One row of the command table: all there is to know about a command. The parser, the help, the
/// manual pages, the completions and the suggestions are made from these rows and nothing else.
struct Command {
    std::string_view words;        // "keys create"
    std::string_view summary;      // completes "azen keys create - …": no capital, no full stop
    std::string_view description;  // paragraphs, separated by an empty line
    std::span<const Positional> positionals{};
    std::span<const Option* const> options{};
    std::span<const Example> examples{};
    std::span<const ExitNote> exit_notes{};
    RunCommand run = nullptr;
    Paging paging = Paging::no;
    const RecordKind* prints = nullptr;  // what --field may name; needed where there is a --field
    Visibility visibility = Visibility::shown;
};

/// A noun that several commands share, or a command of one word that has a manual page of its own.
struct Topic {
    std::string_view word;
    std::string_view summary;
    std::string_view description;
};

}  // namespace azen::cli
