#include "cli/app.h"

#include <algorithm>
#include <exception>
#include <span>

#include "cli/argv_guard.h"
#include "cli/command_table.h"
#include "cli/config/chosen_profile.h"
#include "cli/docs/help_text.h"
#include "cli/effect.h"
#include "cli/option_parser.h"
#include "cli/output/report.h"

namespace azen::cli {
namespace {

using Words = std::span<const std::string>;

bool is_help(const std::string& word)
{
    return word == "--help" || word == "-h";
}

// Behind "--" it is a word like any other.
bool asks_for_help(Words typed)
{
    const auto end = std::ranges::find(typed, "--");
    return std::any_of(typed.begin(), end, is_help);
}

// A pager is for people: what is piped or redirected goes straight on.
void start_paging(Context& context)
{
    if (context.terminals.out) {
        context.page();
    }
}

// Help that was asked for is a result, and longer than most screens.
Result<ExitStatus> show(const std::string& help, Context& context)
{
    start_paging(context);
    context.out << help;
    return ExitStatus::ok;
}

// Only who asks for a store or a server reads the configuration: a mistake in it must not keep
// anyone from asking for help.
bool can_use_profile(const Command& command)
{
    return std::ranges::any_of(command.options,
                               [](const Option* option) { return option->setting != nullptr; });
}

// Help is taken before the row is parsed, so that an unfinished line can be completed by asking.
Result<ExitStatus> run_command(const Command& command, Words typed, Context& context)
{
    if (asks_for_help(typed)) {
        return show(command_help(command), context);
    }
    Arguments arguments =
        TRY(parse_arguments(command, typed, context.environment, context.clock.now()));
    context.manners = {.quiet = arguments.has("quiet"),
                       .no_input = arguments.has("no-input"),
                       .effect = effect_of(arguments)};
    if (can_use_profile(command)) {
        if (std::optional<Profile> profile = TRY(choose_profile(arguments, context.environment))) {
            arguments.use(*std::move(profile));
        }
    }
    if (command.paging == Paging::yes && !arguments.has("no-pager")) {
        start_paging(context);
    }
    return command.run(arguments, context);
}

// A noun without its verb. What there is to choose from helps more than an error would.
Result<ExitStatus> run_topic(Words typed, Context& context)
{
    if (asks_for_help(typed)) {
        return show(topic_help(typed.front()), context);
    }
    context.err << topic_help(typed.front());
    return ExitStatus::usage;
}

// Secrets are looked for first of all, before a word is even recognised: whatever else is wrong
// with the line, what matters is that the key has been seen.
Result<ExitStatus> dispatch(Words typed, Context& context)
{
    TRY(refuse_secrets(typed));
    if (typed.empty()) {
        context.err << overview_help();
        return ExitStatus::usage;
    }
    if (is_help(typed.front())) {
        return show(overview_help(), context);
    }
    const std::vector<std::string> version_words{"version"};
    if (typed.front() == "--version") {
        typed = version_words;
    }
    if (typed.front().starts_with('-')) {
        return fail(ErrorKind::invalid,
                    "options come after the command",
                    "`azen --help` lists the commands");
    }
    const Found found = TRY(find_command(typed));
    return found.command == nullptr
               ? run_topic(typed, context)
               : run_command(*found.command, typed.subspan(found.word_count), context);
}

}  // namespace

// The one place that reports failures: commands only return them.
ExitStatus run_app(const std::vector<std::string>& typed, Context& context)
{
    // Nothing of ours throws; the standard library can, when memory runs out.
    try {
        const Result<ExitStatus> outcome = dispatch(typed, context);
        if (outcome) {
            return *outcome;
        }
        print_error(context, outcome.error());
        return exit_status_of(outcome.error().kind);
    } catch (const std::exception& exception) {
        print_error(context,
                    {.kind = ErrorKind::internal, .message = exception.what(), .hint = {}});
        return ExitStatus::unexpected;
    }
}

}  // namespace azen::cli
