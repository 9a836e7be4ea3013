#include "cli/child_process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace azen::cli {
namespace {

// What posix_spawn takes: pointers into texts that outlive the call, and a null at the end.
std::vector<char*> pointers_to(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_with(const std::vector<std::string>& variables)
{
    std::vector<std::string> all = variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        all.emplace_back(*variable);
    }
    return all;
}

// What posix_spawn is to do in the child, freed when this goes.
class SpawnPlan {
public:
    SpawnPlan(int from, int to)
    {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, from, to);
        // What this process does with these signals is no business of other programs.
        posix_spawnattr_init(&attributes_);
        sigset_t defaults;
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGINT);
        sigaddset(&defaults, SIGPIPE);
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        sigset_t unblocked;
        sigemptyset(&unblocked);
        posix_spawnattr_setsigmask(&attributes_, &unblocked);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnPlan()
    {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    const posix_spawn_file_actions_t* actions() const { return &actions_; }
    const posix_spawnattr_t* attributes() const { return &attributes_; }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

tl::unexpected<Error> cannot_run(const std::string& program, int error)
{
    return fail(ErrorKind::not_found,
                fmt::format("cannot run {}: {}",
                            program,
                            std::error_code{error, std::generic_category()}.message()),
                "install it, or name another program");
}

int exit_status_of_child(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& words,
                                         Pipe pipe,
                                         const std::vector<std::string>& variables)
{
    std::array<int, 2> ends{-1, -1};
    if (words.empty() || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return cannot_run(words.empty() ? "nothing" : words.front(),
                          words.empty() ? ENOENT : errno);
    }
    UniqueFd reading{ends[0]};
    UniqueFd writing{ends[1]};
    const bool we_write = pipe == Pipe::standard_input;
    const SpawnPlan plan{we_write ? reading.get() : writing.get(),
                         we_write ? STDIN_FILENO : STDOUT_FILENO};
    std::vector<std::string> arguments = words;
    std::vector<std::string> environment = environment_with(variables);
    pid_t id = -1;
    const int error = ::posix_spawnp(&id,
                                     words.front().c_str(),
                                     plan.actions(),
                                     plan.attributes(),
                                     pointers_to(arguments).data(),
                                     pointers_to(environment).data());
    if (error != 0) {
        return cannot_run(words.front(), error);
    }
    return ChildProcess{id, std::move(we_write ? writing : reading)};
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : id_{std::exchange(other.id_, -1)}, pipe_{std::move(other.pipe_)}
{}

ChildProcess::~ChildProcess()
{
    if (id_ > 0) {
        wait();
    }
}

int ChildProcess::wait()
{
    pipe_ = UniqueFd{};
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    return exit_status_of_child(status);
}

std::vector<std::string> command_words(const std::string& command)
{
    if (command.find_first_of("\"'`$\\|&;<>()*?[]{}~#=%!\n") != std::string::npos) {
        return {"/bin/sh", "-c", command};
    }
    std::vector<std::string> words;
    std::size_t start = command.find_first_not_of(" \t");
    while (start != std::string::npos) {
        const std::size_t end = std::min(command.find_first_of(" \t", start), command.size());
        words.push_back(command.substr(start, end - start));
        start = command.find_first_not_of(" \t", end);
    }
    return words;
}

// What is too much is read all the same, so that the program does not die of a closed pipe.
Result<ProgramOutput> run_program(const std::vector<std::string>& words, std::size_t max_bytes)
{
    ChildProcess child = TRY(ChildProcess::start(words, ChildProcess::Pipe::standard_output));
    ProgramOutput output;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t count = ::read(child.descriptor(), buffer.data(), buffer.size());
        if (count == 0 || (count < 0 && errno != EINTR)) {
            break;
        }
        const std::size_t room = max_bytes - output.text.size();
        output.text.append(buffer.data(),
                           std::min(room, static_cast<std::size_t>(std::max<ssize_t>(count, 0))));
    }
    output.status = child.wait();
    return output;
}

}  // namespace azen::cli
