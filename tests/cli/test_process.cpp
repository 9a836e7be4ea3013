#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include "cli/process.h"

namespace azen::cli {
namespace {

// How a child process ends that does `work`, as a shell would tell it. What concerns the whole
// process is tried in a child, so that the other tests keep theirs.
template <typename Work>
int status_of_child(Work work)
{
    const pid_t child = fork();
    if (child == 0) {
        work();
        _exit(99);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void write_to_closed_pipe()
{
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) {
        _exit(98);
    }
    close(ends[0]);
    const ssize_t written = write(ends[1], "x", 1);
    _exit(written == 1 ? 97 : 96);
}

}  // namespace

TEST_CASE("secrets are taken out of the process's environment, other variables stay")
{
    setenv("AZEN_API_KEY", "a-secret-key", 1);
    setenv("AZEN_DB", "/tmp/some.db", 1);
    const char* const storage = std::getenv("AZEN_API_KEY");

    const Environment environment = take_environment();

    CHECK(environment.find("AZEN_API_KEY") == "a-secret-key");
    CHECK(environment.find("AZEN_DB") == "/tmp/some.db");
    CHECK(std::getenv("AZEN_API_KEY") == nullptr);
    CHECK(std::strlen(storage) == 0);
    CHECK(std::string{std::getenv("AZEN_DB")} == "/tmp/some.db");
    unsetenv("AZEN_DB");
}

TEST_CASE("the master key is a secret too")
{
    setenv("AZEN_MASTER_KEY", "0123", 1);

    const Environment environment = take_environment();

    CHECK(environment.find("AZEN_MASTER_KEY") == "0123");
    CHECK(std::getenv("AZEN_MASTER_KEY") == nullptr);
}

TEST_CASE("what azen does not read it does not take")
{
    setenv("AZEN_SOMETHING_ELSE", "x", 1);

    CHECK_FALSE(take_environment().find("AZEN_SOMETHING_ELSE").has_value());
    CHECK(std::getenv("AZEN_SOMETHING_ELSE") != nullptr);
    unsetenv("AZEN_SOMETHING_ELSE");
}

TEST_CASE("an interrupt ends the process with status 130")
{
    const int status = status_of_child([] {
        install_signal_handlers();
        raise(SIGINT);
    });

    CHECK(status == 130);
}

TEST_CASE("a watch notes the first Ctrl-C, and lets the second one end the process")
{
    const int status = status_of_child([] {
        install_signal_handlers();
        InterruptWatch watch;
        const bool before = watch.seen();
        raise(SIGINT);
        const bool after = watch.seen() && watch.seen();
        if (before || !after) {
            _exit(95);
        }
        raise(SIGINT);
    });

    CHECK(status == 130);
}

TEST_CASE("a reader that went away ends the process as a success")
{
    const int status = status_of_child([] {
        install_signal_handlers();
        write_to_closed_pipe();
    });

    CHECK(status == 0);
}

TEST_CASE("a hardened process leaves no core dump and cannot be looked into")
{
    const int status = status_of_child([] {
        harden_process();
        rlimit core = {};
        getrlimit(RLIMIT_CORE, &core);
        const bool dumpable = prctl(PR_GET_DUMPABLE) != 0;
        _exit(core.rlim_cur == 0 && core.rlim_max == 0 && !dumpable ? 0 : 1);
    });

    CHECK(status == 0);
}

}  // namespace azen::cli
