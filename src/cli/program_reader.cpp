#include "cli/program_reader.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "core/base/unique_fd.h"

namespace azen::cli {
namespace {

constexpr std::size_t piece_size = std::size_t{64} * 1024;

/// What the child's standard streams become. Released when destroyed.
class StreamPlan {
public:
    explicit StreamPlan(int output)
    {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    ~StreamPlan() { posix_spawn_file_actions_destroy(&actions_); }
    StreamPlan(const StreamPlan&) = delete;
    StreamPlan& operator=(const StreamPlan&) = delete;

    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

tl::unexpected<Error> cannot_run(const std::string& program, int error)
{
    return fail(ErrorKind::not_found,
                fmt::format("cannot run {}: {}", program, std::generic_category().message(error)),
                "install it, or put it into PATH");
}

Result<pid_t> start(const std::vector<std::string>& words, int output)
{
    std::vector<char*> arguments;
    for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));  // NOLINT: the C interface
    }
    arguments.push_back(nullptr);
    const StreamPlan plan{output};
    pid_t child = 0;
    const int error = ::posix_spawnp(
        &child, words.front().c_str(), plan.get(), nullptr, arguments.data(), environ);
    if (error != 0) {
        return cannot_run(words.front(), error);
    }
    return child;
}

void read_all(int input, const std::function<void(std::string_view)>& sink)
{
    std::array<char, piece_size> piece{};
    while (true) {
        const ssize_t count = ::read(input, piece.data(), piece.size());
        if (count > 0) {
            sink({piece.data(), static_cast<std::size_t>(count)});
        } else if (count == 0 || errno != EINTR) {
            return;
        }
    }
}

int wait_for(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<int> read_program(const std::vector<std::string>& words,
                         const std::function<void(std::string_view)>& sink)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return cannot_run(words.front(), errno);
    }
    const UniqueFd input{ends[0]};
    UniqueFd output{ends[1]};
    const pid_t child = TRY(start(words, output.get()));
    output = UniqueFd{};  // the child's alone now, so that its end is the end of the pipe
    read_all(input.get(), sink);
    return wait_for(child);
}

}  // namespace azen::cli
