#include "cli/secret_sink.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "cli/child_process.h"
#include "cli/limit_text.h"
#include "cli/private_file.h"
#include "cli/process.h"
#include "core/base/unique_fd.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;

constexpr int largest_descriptor = 1'000'000;

// Reads errno: call it right after what failed.
tl::unexpected<Error> not_taken(std::string_view what)
{
    const std::error_code reason{errno, std::generic_category()};
    return fail(ErrorKind::internal,
                fmt::format("{}: {}", what, reason.message()),
                "make room for it, or choose another place, and repeat the command");
}

Result<void> write_all(int descriptor, std::string_view text, std::string_view what)
{
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return not_taken(what);
        }
        text.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return {};
}

// Pipes and terminals have nothing to bring to the disk, and say so.
Result<void> reach_disk(int descriptor, std::string_view what)
{
    const bool done = ::fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS;
    return done ? Result<void>{} : not_taken(what);
}

class ResultsSink final : public SecretSink {
public:
    explicit ResultsSink(Context& context) : context_{context} {}

    // Alone on its line, so that `> file` and `$(...)` hold the secret and nothing else.
    Result<void> deliver(const Secret& text, const ApiKey& /*key*/) override
    {
        context_.out << text.reveal() << '\n' << std::flush;
        return context_.out ? Result<void>{} : not_taken("standard output does not take it");
    }

    std::string whereabouts() const override
    {
        return "the secret is shown once and cannot be had again: store it now";
    }

private:
    Context& context_;
};

class DescriptorSink final : public SecretSink {
public:
    DescriptorSink(int number, UniqueFd descriptor)
        : number_{number}, descriptor_{std::move(descriptor)}
    {}

    Result<void> deliver(const Secret& text, const ApiKey& /*key*/) override
    {
        const std::string what = fmt::format("descriptor {} does not take it", number_);
        const Secret line{std::string{text.reveal()} + '\n'};
        TRY(write_all(descriptor_.get(), line.reveal(), what));
        return reach_disk(descriptor_.get(), what);
    }

    std::string whereabouts() const override
    {
        return fmt::format("the secret went to descriptor {}, and cannot be had again", number_);
    }

private:
    int number_;
    UniqueFd descriptor_;
};

class FileSink final : public SecretSink {
public:
    explicit FileSink(fs::path file) : file_{std::move(file)} {}

    Result<void> deliver(const Secret& text, const ApiKey& /*key*/) override
    {
        const Secret line{std::string{text.reveal()} + '\n'};
        const Result<void> written = write_private_file(file_, line.reveal());
        if (!written) {
            return fail(ErrorKind::internal, written.error().message, written.error().hint);
        }
        return {};
    }

    std::string whereabouts() const override
    {
        return fmt::format("the secret is in {} now, and cannot be had again", file_.string());
    }

private:
    fs::path file_;
};

// A reading end of our own, which tells afterwards what was not read. With it, more than the pipe
// holds could not be written when nobody reads: then there is none.
UniqueFd watch_pipe(int writing_end, std::size_t length)
{
    const int capacity = ::fcntl(writing_end, F_GETPIPE_SZ);
    if (capacity < 0 || length > static_cast<std::size_t>(capacity)) {
        return UniqueFd{};
    }
    const std::string end = fmt::format("/proc/self/fd/{}", writing_end);
    return UniqueFd{::open(end.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
}

bool is_anything_left(const UniqueFd& watch)
{
    int left = 0;
    return watch && ::ioctl(watch.get(), FIONREAD, &left) == 0 && left > 0;
}

class CommandSink final : public SecretSink {
public:
    explicit CommandSink(std::string command) : command_{std::move(command)} {}

    // Without a line end: most programs that store secrets take their input as it is. Ctrl-C is for
    // the command; what becomes of it decides.
    Result<void> deliver(const Secret& text, const ApiKey& key) override
    {
        const IgnoredInterrupts shield;
        ChildProcess child = TRY(start(key));
        const UniqueFd watch = watch_pipe(child.descriptor(), text.reveal().size());
        Result<void> written = write_all(child.descriptor(), text.reveal(), unread);
        const int status = child.wait();
        if (status != 0) {
            return fail(ErrorKind::internal, describe(status), "see what the command says above");
        }
        if (written && is_anything_left(watch)) {
            return fail(ErrorKind::internal,
                        std::string{unread},
                        "the secret comes on standard input: let it read that");
        }
        return written;
    }

    std::string whereabouts() const override
    {
        return "the command has the secret, and nobody else";
    }

private:
    static constexpr std::string_view unread = "the command did not read the secret";

    // What the command prints is no result of ours.
    Result<ChildProcess> start(const ApiKey& key) const
    {
        return ChildProcess::start({"/bin/sh", "-c", "exec >&2\n" + command_},
                                   ChildProcess::Pipe::standard_input,
                                   {"AZEN_KEY_ID=" + key.id, "AZEN_KEY_NAME=" + key.name});
    }

    static std::string describe(int status)
    {
        return status > 128 ? fmt::format("the command was ended by signal {}", status - 128)
                            : fmt::format("the command failed with exit status {}", status);
    }

    std::string command_;
};

tl::unexpected<Error> unusable(std::string message, std::string_view hint)
{
    return fail(ErrorKind::invalid, std::move(message), std::string{hint});
}

// Above the three standard ones, and not for the children.
Result<std::unique_ptr<SecretSink>> open_descriptor_sink(int number)
{
    const int flags = ::fcntl(number, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
        return unusable(fmt::format("descriptor {} is not open for writing", number),
                        "open it in the shell: --to-fd 3 3> FILE");
    }
    UniqueFd own{::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)};
    if (!own) {
        return unusable(fmt::format("descriptor {} cannot be used", number), "choose another");
    }
    return std::make_unique<DescriptorSink>(number, std::move(own));
}

}  // namespace

Result<SinkChoice> parse_sink_choice(const Arguments& arguments)
{
    SinkChoice choice{.file = arguments.value("to-file"),
                      .descriptor = {},
                      .command = arguments.value("deliver")};
    if (const auto number = arguments.value("to-fd")) {
        choice.descriptor =
            static_cast<int>(TRY(parse_count(*number, "--to-fd", 1, largest_descriptor)));
    }
    if (choice.file && choice.file->empty()) {
        return unusable("--to-file names no file", "give it a path");
    }
    if (choice.command && choice.command->empty()) {
        return unusable("--deliver names no command", "give it one that reads standard input");
    }
    return choice;
}

Result<std::unique_ptr<SecretSink>> open_secret_sink(const SinkChoice& choice, Context& context)
{
    if (choice.file) {
        return open_file_sink(*choice.file);
    }
    if (choice.descriptor) {
        return open_descriptor_sink(*choice.descriptor);
    }
    if (choice.command) {
        return std::make_unique<CommandSink>(*choice.command);
    }
    return std::make_unique<ResultsSink>(context);
}

Result<std::unique_ptr<SecretSink>> open_file_sink(const fs::path& file)
{
    const fs::path parent = file.has_parent_path() ? file.parent_path() : ".";
    if (::access(parent.c_str(), W_OK | X_OK) != 0) {
        const std::error_code reason{errno, std::generic_category()};
        return unusable(
            fmt::format("cannot write to the directory {}: {}", parent.string(), reason.message()),
            "make it, or choose another");
    }
    // A link or a device would be replaced by a file, which is not what its name promises.
    std::error_code unknown;
    const fs::file_status status = fs::symlink_status(file, unknown);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        return unusable(fmt::format("{} is there, and is no file", file.string()),
                        "name a file; --to-fd writes to anything that is open");
    }
    return std::make_unique<FileSink>(file);
}

}  // namespace azen::cli
