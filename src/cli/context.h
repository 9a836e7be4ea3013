#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <ostream>

#include "cli/environment.h"
#include "core/audit/audit_entry.h"
#include "core/base/clock.h"
#include "core/base/random.h"

namespace azen::cli {

/// Which of the standard streams a person is looking at.
struct Terminals {
    bool in = false;
    bool out = false;
    bool err = false;
    std::size_t columns = 80;  // how wide standard output is
};

/// Whether what a command does is kept. A trial is --dry-run: everything is looked up and checked,
/// and nothing is changed.
enum class Effect { real, trial };

/// How a command is to behave towards people; see the options that every command has.
struct Manners {
    bool quiet = false;            // says nothing but results and errors
    bool no_input = false;         // asks nothing, not even at a terminal
    Effect effect = Effect::real;  // in which tense it tells what it does
};

/// The world as commands see it: all they read and write goes through here, so that a test can run
/// any of them with string streams and a clock of its own. Belongs to one thread.
struct Context {
    std::istream& in;
    std::ostream& out;  // results, and nothing else
    std::ostream& err;  // all that is said to a person
    Terminals terminals;
    const Environment& environment;
    const Clock& clock;
    RandomSource& random;
    std::function<void(milliseconds)> pause;  // waits between two tries of a request
    std::function<void()> page;               // shows the results from now on a screen at a time
    std::function<bool()> interrupted;  // whether Ctrl-C was pressed; asking makes it wait for that
    Manners manners{};

    /// Whether the terminal shows what is typed, from now on: not while a password is. May be
    /// empty, where there is no terminal.
    std::function<void(bool)> show_typing{};

    /// Whether whoever read the results has gone. Without output nothing else tells. May be empty.
    std::function<bool()> is_unread{};

    /// Who runs it, for the audit trail. Asked only for that: the names of accounts may come from a
    /// directory on the network.
    std::function<Actor()> actor{};
};

}  // namespace azen::cli
