#include "cli/pager.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <tuple>
#include <utility>

#include "cli/process.h"

namespace azen::cli {
namespace {

// A copy that no child inherits.
UniqueFd kept(int descriptor)
{
    return UniqueFd{::fcntl(descriptor, F_DUPFD_CLOEXEC, 3)};
}

}  // namespace

std::vector<std::string> pager_words(const Environment& environment)
{
    const std::optional<std::string> own = environment.find("AZEN_PAGER");
    std::vector<std::string> words =
        command_words(own ? *own : environment.find("PAGER").value_or("less"));
    if (words == std::vector<std::string>{"cat"}) {
        words.clear();
    }
    return words;
}

std::unique_ptr<Pager> Pager::start(const Environment& environment)
{
    const std::vector<std::string> words = pager_words(environment);
    if (words.empty()) {
        return nullptr;
    }
    // To less: leave at once what fits the screen, let colours through, leave the text standing.
    const std::vector<std::string> variables = environment.find("LESS")
                                                   ? std::vector<std::string>{}
                                                   : std::vector<std::string>{"LESS=FRX"};
    auto child = ChildProcess::start(words, ChildProcess::Pipe::standard_input, variables);
    return child ? std::unique_ptr<Pager>{new Pager{*std::move(child)}} : nullptr;
}

// Errors go the same way if they would be seen: beside the pager they would spoil its screen.
Pager::Pager(ChildProcess child) : child_{std::move(child)}, output_{kept(STDOUT_FILENO)}
{
    ::dup2(child_.descriptor(), STDOUT_FILENO);
    if (::isatty(STDERR_FILENO) == 1) {
        errors_ = kept(STDERR_FILENO);
        ::dup2(child_.descriptor(), STDERR_FILENO);
    }
    // Ending on Ctrl-C would leave the pager behind with the terminal in its hands.
    std::ignore = std::signal(SIGINT, SIG_IGN);
}

// All copies of our end are closed before waiting: the pager's input ends with the last of them.
Pager::~Pager()
{
    ::dup2(output_.get(), STDOUT_FILENO);
    if (errors_) {
        ::dup2(errors_.get(), STDERR_FILENO);
    }
    child_.wait();
    install_signal_handlers();
}

}  // namespace azen::cli
