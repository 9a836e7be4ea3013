#include "cli/main.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cli/app.h"
#include "cli/output/report.h"
#include "cli/pager.h"
#include "cli/process.h"

namespace azen::cli {
namespace {

// A full disk shows only when the last of the output is written.
ExitStatus finish_output(ExitStatus status, Context& context)
{
    context.out.flush();
    if (context.out || status != ExitStatus::ok) {
        return status;
    }
    print_error(context,
                {.kind = ErrorKind::internal,
                 .message = "the output could not be written",
                 .hint = "is the disk full?"});
    return ExitStatus::unexpected;
}

}  // namespace

// Order matters: nothing may read a secret before the process is hardened, nor after it was taken.
int run(int argc, char** argv)
{
    // C's streams cannot tell the end of what is read from an error.
    std::ios::sync_with_stdio(false);
    harden_process();
    install_signal_handlers();
    const Environment environment = take_environment();
    const SystemClock clock;
    SystemRandom random;
    InterruptWatch interrupts;
    std::unique_ptr<Pager> pager;  // waits for its reader when this function ends
    Context context{.in = std::cin,
                    .out = std::cout,
                    .err = std::cerr,
                    .terminals = find_terminals(),
                    .environment = environment,
                    .clock = clock,
                    .random = random,
                    .pause = [](milliseconds length) { std::this_thread::sleep_for(length); },
                    .page = [&pager, &environment] { pager = Pager::start(environment); },
                    .interrupted = [&interrupts] { return interrupts.seen(); },
                    .show_typing = show_typing,
                    .is_unread = is_output_unread,
                    .actor = find_local_actor};
    // Without the program's name: what it was called as decides nothing.
    const std::vector<std::string> typed(argv + std::min(argc, 1), argv + argc);
    return static_cast<int>(finish_output(run_app(typed, context), context));
}

}  // namespace azen::cli
