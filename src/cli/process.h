#pragma once

#include <csignal>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/environment.h"

/// What azen does to the process it runs in. Call each once, first of all, before there are
/// threads.
namespace azen::cli {

/// Keeps secrets inside: no core dumps, and no other process of the user's may read this one's
/// memory or environment. Where a standard stream is closed, no file that is opened later takes its
/// place.
void harden_process();

/// Ends the process quietly on Ctrl-C (exit status 130) and when a reader closes its end of a pipe
/// (exit status 0). `azen serve` replaces both with its own.
void install_signal_handlers();

/// From now on, writing to a closed pipe is an error like any other. For what must not end in
/// silence when nobody reads it.
void report_broken_pipes();

/// While this is there, Ctrl-C reaches only the programs that this one runs. One at a time.
class IgnoredInterrupts {
public:
    IgnoredInterrupts();
    ~IgnoredInterrupts();
    IgnoredInterrupts(const IgnoredInterrupts&) = delete;
    IgnoredInterrupts& operator=(const IgnoredInterrupts&) = delete;

private:
    struct sigaction before_ = {};
};

/// Takes over the variables that azen reads. Those that hold secrets are wiped from the process's
/// environment, so that no child and no /proc file has them any more.
Environment take_environment();

Terminals find_terminals();

/// Whether the other end of standard output, a pipe's or a connection's, is closed.
bool is_output_unread();

/// For commands that have something to finish when Ctrl-C is pressed. From the first question on,
/// the first Ctrl-C is only noted; the second one ends the process as ever. One in a process.
class InterruptWatch {
public:
    InterruptWatch() = default;
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    bool seen();

private:
    bool watching_ = false;
};

/// Whether the terminal at standard input shows what is typed. An interruption turns it on again.
void show_typing(bool shown);

/// The account that runs this process, as the one that logged in: sudo and su do not hide who it
/// is. Its name is empty when the machine has none for it.
Actor find_local_actor();

}  // namespace azen::cli
