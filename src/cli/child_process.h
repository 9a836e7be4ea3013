#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace azen::cli {

/// A program that runs beside this one, with a pipe between them; all else it shares: terminal,
/// error stream, environment. Waited for when destroyed. One per thread.
class ChildProcess {
public:
    /// Which of the program's streams the pipe is.
    enum class Pipe { standard_input, standard_output };

    /// Starts words[0], found in PATH. `variables` ("NAME=value") are added to its environment.
    /// ErrorKind::not_found when it cannot be run.
    static Result<ChildProcess> start(const std::vector<std::string>& words,
                                      Pipe pipe,
                                      const std::vector<std::string>& variables = {});
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&&) = delete;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    /// Our end of the pipe.
    int descriptor() const { return pipe_.get(); }

    /// Closes our end, and waits. The exit status, or 128 and the signal that ended it. Call once.
    int wait();

private:
    ChildProcess(pid_t id, UniqueFd pipe) : id_{id}, pipe_{std::move(pipe)} {}

    pid_t id_ = -1;  // -1: there is nothing to wait for
    UniqueFd pipe_;
};

/// The words of a command that a person has configured: taken apart at its spaces, or given to sh
/// when anything in it needs a shell.
std::vector<std::string> command_words(const std::string& command);

/// What a program printed.
struct ProgramOutput {
    int status = 0;
    std::string text;  // at most as much as was asked for
};

/// Runs `words` to their end. ErrorKind::not_found when they cannot be run.
Result<ProgramOutput> run_program(const std::vector<std::string>& words, std::size_t max_bytes);

}  // namespace azen::cli
