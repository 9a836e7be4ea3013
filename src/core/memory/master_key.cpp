#include "core/memory/master_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/ascii.h"
#include "core/base/codec.h"
#include "core/base/crypto.h"

namespace azen {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_length = 32;
constexpr std::size_t max_file_length = 256;  // room for the digits and white space around them

// An open file, closed when this goes. Negative when opening failed.
class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor()
    {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }

private:
    int number_;
};

// Reads errno: call it right after what failed.
tl::unexpected<Error> fail_with_errno(const std::string& what, const fs::path& file)
{
    const std::error_code reason{errno, std::generic_category()};
    return fail(ErrorKind::store, what + " " + file.string() + ": " + reason.message());
}

// Refuses what is not a file of its owner's alone.
Result<void> check_private(const Descriptor& opened, const fs::path& file)
{
    struct stat status{};
    if (::fstat(opened.number(), &status) != 0) {
        return fail_with_errno("cannot inspect the master key file", file);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorKind::invalid, "the master key " + file.string() + " is not a file");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(ErrorKind::invalid,
                    "the master key file " + file.string() + " is open to other users",
                    "run: chmod 600 " + file.string());
    }
    return {};
}

// At most one byte more than a key file may have, so that a longer one shows.
Result<std::string> read_all(const Descriptor& opened, const fs::path& file)
{
    std::string text(max_file_length + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const ssize_t count = ::read(opened.number(), text.data() + length, text.size() - length);
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return fail_with_errno("cannot read the master key file", file);
        }
        length += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    text.resize(length);
    return text;
}

Result<void> write_all(const Descriptor& opened, std::string_view text, const fs::path& file)
{
    while (!text.empty()) {
        const ssize_t count = ::write(opened.number(), text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return fail_with_errno("cannot write the master key file", file);
        }
        text.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return {};
}

// A new file of that name, complete and on the disk.
Result<void> write_private_file(const fs::path& file, std::string_view text)
{
    const Descriptor created{
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!created.is_open()) {
        return fail_with_errno("cannot make the master key file", file);
    }
    TRY(write_all(created, text, file));
    // The umask may have taken bits away: the mode is set, not only asked for.
    if (::fchmod(created.number(), S_IRUSR | S_IWUSR) != 0 || ::fsync(created.number()) != 0) {
        return fail_with_errno("cannot store the master key file", file);
    }
    return {};
}

// Gives the finished file its name, unless something has it already: rename() would replace that,
// link() fails.
Result<void> publish(const fs::path& finished, const fs::path& file)
{
    if (::link(finished.c_str(), file.c_str()) == 0) {
        return {};
    }
    if (errno == EEXIST) {
        return fail(ErrorKind::conflict,
                    "there is a file " + file.string() + " already",
                    "use the master key in it, or move it away");
    }
    return fail_with_errno("cannot make the master key file", file);
}

// Without this, a power cut could keep the memories and lose the name of their key's file.
Result<void> sync_directory(const fs::path& directory)
{
    const Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened.is_open() || ::fsync(opened.number()) != 0) {
        return fail_with_errno("cannot store the directory", directory);
    }
    return {};
}

fs::path unfinished_name(const fs::path& file, RandomSource& random)
{
    std::array<std::byte, 8> suffix{};
    random.fill(suffix);
    return file.string() + "." + format_hex(suffix) + ".new";
}

}  // namespace

Result<MasterKey> parse_master_key(std::string_view text)
{
    std::optional<std::vector<std::byte>> bytes = parse_hex(trim_ascii_space(text));
    if (!bytes || bytes->size() != key_length) {
        return fail(ErrorKind::invalid, "a master key is 64 hexadecimal digits");
    }
    MasterKey key{std::span{*bytes}.first<key_length>()};
    wipe(*bytes);
    return key;
}

Result<std::optional<MasterKey>> read_master_key(const std::filesystem::path& file)
{
    // Without O_NONBLOCK, a FIFO in the file's place would hold us up for ever.
    const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!opened.is_open()) {
        if (errno == ENOENT) {
            return std::nullopt;
        }
        return fail_with_errno("cannot open the master key file", file);
    }
    TRY(check_private(opened, file));
    std::string text = TRY(read_all(opened, file));
    const bool is_too_long = text.size() > max_file_length;
    Result<MasterKey> key = parse_master_key(text);
    wipe(text);
    if (is_too_long || !key) {
        return fail(ErrorKind::invalid,
                    "the master key file " + file.string() + " does not hold 64 hexadecimal digits",
                    "restore it from a backup: memories cannot be read without it");
    }
    return std::optional<MasterKey>{std::move(*key)};
}

Result<MasterKey> create_master_key(const std::filesystem::path& file, RandomSource& random)
{
    std::array<std::byte, key_length> bytes{};
    random.fill(bytes);
    MasterKey key{bytes};
    std::string text = format_hex(bytes);
    text += '\n';
    wipe(bytes);

    // Written under another name first: nobody, after a crash or beside us, ever sees half a key.
    const fs::path unfinished = unfinished_name(file, random);
    Result<void> done = write_private_file(unfinished, text);
    wipe(text);
    if (done) {
        done = publish(unfinished, file);
    }
    ::unlink(unfinished.c_str());
    TRY(done);
    TRY(sync_directory(file.has_parent_path() ? file.parent_path() : fs::path{"."}));
    return key;
}

}  // namespace azen
