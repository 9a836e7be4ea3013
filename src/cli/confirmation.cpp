#include "cli/confirmation.h"

#include <string>

#include "cli/output/terminal_text.h"

namespace azen::cli {

Result<void> confirm(Context& context, std::string_view question, Confirmed confirmed)
{
    if (confirmed == Confirmed::yes) {
        return {};
    }
    // Both ends are needed: a question that nobody sees must not be answered by a pipe.
    const bool has_terminal = context.terminals.in && context.terminals.err;
    if (!has_terminal || context.manners.no_input) {
        return fail(ErrorKind::declined,
                    has_terminal ? "this needs a confirmation, and --no-input forbids to ask"
                                 : "this needs a confirmation, and there is no terminal to ask at",
                    "repeat the command with --yes");
    }
    // On the error stream: the results may be going elsewhere.
    context.err << printable(question) << " [y/N] " << std::flush;
    std::string answer;
    std::getline(context.in, answer);
    // Only a clear yes is one; the empty line is the safe answer.
    if (answer == "y" || answer == "Y" || answer == "yes") {
        return {};
    }
    return fail(
        ErrorKind::declined, "nothing was changed", "answer y, or repeat the command with --yes");
}

}  // namespace azen::cli
