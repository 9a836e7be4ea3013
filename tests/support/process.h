#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Runs real programs. What they print is kept in memory files, so that nobody has to drain a pipe.
namespace azen::test {

/// How a program ended.
struct Outcome {
    int status = 0;  // its exit status, or 128 and the number of the signal that ended it
    std::string out;
    std::string err;
};

/// What to run. Nothing is inherited: neither environment nor descriptors.
struct Command {
    std::vector<std::string> arguments;    // the first one is the program, looked up in PATH
    std::vector<std::string> environment;  // "NAME=value"
    std::string input;                     // its whole standard input
};

/// What a program prints, to be read while it runs and, with this, also when its Process is gone.
class Printed {
public:
    /// Of the descriptors of two memory files, which become this one's.
    Printed(int out, int err) : out_{out}, err_{err} {}
    ~Printed();
    Printed(const Printed&) = delete;
    Printed& operator=(const Printed&) = delete;

    std::string out() const;
    std::string err() const;

private:
    int out_;
    int err_;
};

/// A running program, in a process group of its own. Killed when destroyed, with what it has
/// started, and reaped. One per thread, except that signal() may be called from any.
class Process {
public:
    explicit Process(const Command& command);
    ~Process();
    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) noexcept;

    /// What it has printed so far.
    std::string out() const { return printed()->out(); }
    std::string err() const { return printed()->err(); }
    std::shared_ptr<const Printed> printed() const;

    pid_t pid() const;
    void signal(int number) const;

    /// Its exit status as in Outcome; nullopt when it still runs at the deadline.
    std::optional<int> wait(std::chrono::milliseconds at_most);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Runs a program to its end; one that takes longer than a minute is killed (status 137).
Outcome run(const Command& command);

/// Calls `condition` until it holds or the time is over; whether it held.
template <typename Condition>
bool eventually(Condition condition, std::chrono::milliseconds at_most = std::chrono::seconds{10});

/// What eventually() does between two looks.
void pause_between_looks();

template <typename Condition>
bool eventually(Condition condition, std::chrono::milliseconds at_most)
{
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return false;
        }
        pause_between_looks();
    }
    return true;
}

}  // namespace azen::test
