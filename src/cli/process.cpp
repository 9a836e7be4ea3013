#include "cli/process.h"

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <string_view>

#include "cli/exit_status.h"

namespace azen::cli {
namespace {

// Every variable that azen reads is in one of these two lists.
constexpr std::array plain_variables{"AZEN_BASE_URL",
                                     "AZEN_CONFIG",
                                     "AZEN_DB",
                                     "AZEN_PAGER",
                                     "AZEN_PROFILE",
                                     "HOME",
                                     "LANG",
                                     "LC_ALL",
                                     "LC_CTYPE",
                                     "LESS",
                                     "NOTIFY_SOCKET",
                                     "NO_COLOR",
                                     "PAGER",
                                     "SSL_CERT_FILE",
                                     "TERM",
                                     "XDG_CONFIG_HOME",
                                     "XDG_DATA_HOME"};
// Kept apart from the others: these are wiped.
constexpr std::array secret_variables{"AZEN_API_KEY", "AZEN_MASTER_KEY"};

// Signal handlers: little more than _exit is safe to do here. What the store was doing is rolled
// back when it is next opened.
void end_interrupted(int /*signal*/)
{
    show_typing(true);  // a password may have been asked for
    _exit(static_cast<int>(ExitStatus::interrupted));
}

// The reader of a pipe has seen enough, as in `azen keys list | head`. That is no failure.
void end_silently(int /*signal*/)
{
    _exit(static_cast<int>(ExitStatus::ok));
}

// Descriptors are given out from the lowest on. What takes the place of a closed stream can be
// neither read nor written in its stead, so that using it fails.
void hold_standard_streams()
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
        if (fcntl(stream, F_GETFD) < 0) {
            [[maybe_unused]] const int held =
                open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

// sigaction, because signal() leaves open what a second signal does.
void handle(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;  // a read that is going on is not to end as if nothing came
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
}

// The next one ends the process.
void note_interrupt(int /*signal*/)
{
    handle(SIGINT, end_interrupted);
}

// The kernel notes it at login, and nothing that is run afterwards can change it. Services and
// containers have none.
std::optional<uid_t> find_login_account()
{
    std::ifstream file{"/proc/self/loginuid"};
    uid_t account = 0;
    constexpr uid_t unset = std::numeric_limits<uid_t>::max();
    return file >> account && account != unset ? std::optional{account} : std::nullopt;
}

std::string name_of(uid_t account)
{
    std::array<char, 4'096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    getpwuid_r(account, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::string{} : std::string{entry.pw_name};
}

std::string host_name()
{
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? std::string{name.data()}
                                                          : std::string{};
}

}  // namespace

// Best effort: a kernel that refuses leaves things as they were, and nothing else depends on it.
void harden_process()
{
    const rlimit no_core_dumps{.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CORE, &no_core_dumps);
    prctl(PR_SET_DUMPABLE, 0);
    hold_standard_streams();
}

void install_signal_handlers()
{
    handle(SIGINT, end_interrupted);
    handle(SIGPIPE, end_silently);
}

void report_broken_pipes()
{
    handle(SIGPIPE, SIG_IGN);
}

IgnoredInterrupts::IgnoredInterrupts()
{
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &ignore, &before_);
}

IgnoredInterrupts::~IgnoredInterrupts()
{
    sigaction(SIGINT, &before_, nullptr);
}

Environment take_environment()
{
    Environment::Variables variables;
    for (const char* name : plain_variables) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no other threads yet
        if (const char* value = std::getenv(name)) {
            variables.emplace(name, value);
        }
    }
    for (const char* name : secret_variables) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no other threads yet
        if (char* value = std::getenv(name)) {
            variables.emplace(name, value);
            // unsetenv alone leaves the text where /proc/self/environ shows it.
            explicit_bzero(value, std::strlen(value));
            unsetenv(name);  // NOLINT(concurrency-mt-unsafe): there are no other threads yet
        }
    }
    return Environment{std::move(variables)};
}

// Which handler stands is the note: it is all that a handler can leave behind without a global.
bool InterruptWatch::seen()
{
    if (!watching_) {
        handle(SIGINT, note_interrupt);
        watching_ = true;
    }
    struct sigaction current = {};
    sigaction(SIGINT, nullptr, &current);
    return current.sa_handler != note_interrupt;
}

// What does not tell its width gets the one that nobody has made narrower.
Terminals find_terminals()
{
    Terminals terminals{.in = isatty(STDIN_FILENO) == 1,
                        .out = isatty(STDOUT_FILENO) == 1,
                        .err = isatty(STDERR_FILENO) == 1};
    winsize size = {};
    const bool told = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ||
                      ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0;
    if (told && size.ws_col > 0) {
        terminals.columns = size.ws_col;
    }
    return terminals;
}

bool is_output_unread()
{
    pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
    return poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

// Without memory of how it was, so that a signal handler can use it: all calls here are safe there.
void show_typing(bool shown)
{
    struct termios settings = {};
    if (tcgetattr(STDIN_FILENO, &settings) != 0 || ((settings.c_lflag & ECHO) != 0) == shown) {
        return;
    }
    // In the background the terminal is another's, and touching it would stop the process.
    if (tcgetpgrp(STDIN_FILENO) != getpgrp()) {
        return;
    }
    settings.c_lflag ^= static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings);
}

Actor find_local_actor()
{
    const uid_t account = find_login_account().value_or(getuid());
    return {.kind = ActorKind::local,
            .id = std::to_string(account),
            .name = name_of(account),
            .origin = host_name()};
}

}  // namespace azen::cli
