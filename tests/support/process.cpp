#include "support/process.h"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>

namespace azen::test {
namespace {

constexpr std::chrono::seconds longest_run{60};
constexpr std::size_t chunk_size = 65'536;

/// A file without a name. The child shares its write position; pread() leaves that alone.
int make_memory_file(const std::string& content)
{
    const int file = ::memfd_create("azen-test", MFD_CLOEXEC);
    if (file < 0 || ::write(file, content.data(), content.size()) < 0) {
        std::abort();
    }
    ::lseek(file, 0, SEEK_SET);
    return file;
}

std::string read_all(int file)
{
    std::string text;
    std::array<char, chunk_size> chunk{};
    for (;;) {
        const auto at = static_cast<off_t>(text.size());
        const ssize_t count = ::pread(file, chunk.data(), chunk.size(), at);
        if (count <= 0) {
            return text;
        }
        text.append(chunk.data(), static_cast<std::size_t>(count));
    }
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

/// The child's pid, or -1 when there is no such program.
pid_t spawn(Command command, const std::array<int, 3>& files)
{
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (int target = 0; target < 3; ++target) {
        ::posix_spawn_file_actions_adddup2(&actions, files.at(static_cast<size_t>(target)), target);
    }

    // A test program's own dispositions are not the child's business. A group of its own: whatever
    // it starts is killed with it.
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t defaults;
    ::sigemptyset(&defaults);
    ::sigaddset(&defaults, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);

    pid_t pid = -1;
    auto arguments = pointers(command.arguments);
    auto environment = pointers(command.environment);
    if (::posix_spawnp(
            &pid, arguments[0], &actions, &attributes, arguments.data(), environment.data()) != 0) {
        pid = -1;
    }
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    return pid;
}

int exit_status(int wait_status)
{
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

}  // namespace

Printed::~Printed()
{
    ::close(out_);
    ::close(err_);
}

std::string Printed::out() const
{
    return read_all(out_);
}

std::string Printed::err() const
{
    return read_all(err_);
}

struct Process::State {
    std::shared_ptr<const Printed> printed;
    pid_t pid = -1;
    std::optional<int> status;

    ~State()
    {
        if (!status && pid > 0) {
            ::kill(-pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
        }
    }
};

Process::Process(const Command& command) : state_{std::make_unique<State>()}
{
    const std::array files{
        make_memory_file(command.input), make_memory_file(""), make_memory_file("")};
    state_->printed = std::make_shared<Printed>(files[1], files[2]);
    state_->pid = spawn(command, files);
    ::close(files[0]);
    if (state_->pid < 0) {
        state_->status = 127;  // as a shell says "command not found"
    }
}

Process::~Process() = default;
Process::Process(Process&& other) noexcept = default;
Process& Process::operator=(Process&& other) noexcept = default;

std::shared_ptr<const Printed> Process::printed() const
{
    return state_->printed;
}

pid_t Process::pid() const
{
    return state_->pid;
}

void Process::signal(int number) const
{
    if (!state_->status) {
        ::kill(state_->pid, number);
    }
}

std::optional<int> Process::wait(std::chrono::milliseconds at_most)
{
    eventually(
        [this] {
            int wait_status = 0;
            if (!state_->status && ::waitpid(state_->pid, &wait_status, WNOHANG) == state_->pid) {
                state_->status = exit_status(wait_status);
            }
            return state_->status.has_value();
        },
        at_most);
    return state_->status;
}

Outcome run(const Command& command)
{
    Process process{command};
    if (!process.wait(longest_run)) {
        process.signal(SIGKILL);
        process.wait(longest_run);
    }
    return {.status = process.wait(longest_run).value_or(-1),
            .out = process.out(),
            .err = process.err()};
}

void pause_between_looks()
{
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
}

}  // namespace azen::test
