#include "cli/commands/help.h"

#include <fmt/core.h>

#include "cli/command_table.h"
#include "cli/docs/completions.h"
#include "cli/docs/help_text.h"
#include "cli/docs/manual.h"

namespace azen::cli::help {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.words = arguments.values("WORDS"),
                   .manual = arguments.value("man"),
                   .completion = arguments.value("completion")};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    // What is written for files comes first: it is for packagers and stands alone.
    if (options.manual) {
        const std::string page = TRY(manual_page(*options.manual));
        context.out << page;
        return ExitStatus::ok;
    }
    if (options.completion) {
        context.out << completion_script(*options.completion);
        return ExitStatus::ok;
    }
    if (options.words.empty()) {
        context.out << overview_help();
        return ExitStatus::ok;
    }
    const Found found = TRY(find_command(options.words));
    context.out << (found.command != nullptr ? command_help(*found.command)
                                             : topic_help(options.words.front()));
    return ExitStatus::ok;
}

}  // namespace azen::cli::help
