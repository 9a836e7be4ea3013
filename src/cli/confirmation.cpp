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
    if (!context.terminals.in || !context.terminals.err) {
        return fail(ErrorKind::declined,
                    "this needs a confirmation, and there is no terminal to ask at",
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
    return fail(ErrorKind::declined, "nothing was changed");
}

}  // namespace azen::cli
