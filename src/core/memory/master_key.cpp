#include "core/memory/master_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/codec.h"
#include "core/base/crypto.h"
#include "core/base/new_file.h"
#include "core/base/unique_fd.h"

namespace azen {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_length = 32;
constexpr std::size_t max_keys = 60;
constexpr std::size_t max_file_length = 4'096;  // room for them and some white space

// A credential of systemd's may be root's, with an access list that lets the service read it: that
// shows as a right of root's group.
bool is_credential(const struct stat& status)
{
    return ::geteuid() != 0 && status.st_uid == 0 && status.st_gid == 0 &&
           (status.st_mode & (S_IRWXG | S_IRWXO)) == S_IRGRP;
}

// Refuses what is not a file of its owner's alone.
Result<void> check_private(const UniqueFd& opened, const fs::path& file)
{
    struct stat status{};
    if (::fstat(opened.get(), &status) != 0) {
        return fail_with_errno(ErrorKind::store, "inspect the master key file", file);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorKind::invalid, "the master key " + file.string() + " is not a file");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 && !is_credential(status)) {
        return fail(ErrorKind::invalid,
                    "the master key file " + file.string() + " is open to other users",
                    "run: chmod 600 " + file.string());
    }
    return {};
}

// At most one byte more than a key file may have, so that a longer one shows.
Result<std::string> read_all(const UniqueFd& opened, const fs::path& file)
{
    std::string text(max_file_length + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const ssize_t count = ::read(opened.get(), text.data() + length, text.size() - length);
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return fail_with_errno(ErrorKind::store, "read the master key file", file);
        }
        length += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    text.resize(length);
    return text;
}

}  // namespace

Result<std::vector<MasterKey>> parse_master_keys(std::string_view text)
{
    constexpr std::string_view separators = " \t\r\n,";
    std::vector<MasterKey> keys;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
        if (text.empty()) {
            break;
        }
        const std::string_view digits = text.substr(0, text.find_first_of(separators));
        std::optional<std::vector<std::byte>> bytes = parse_hex(digits);
        if (!bytes || bytes->size() != key_length) {
            return fail(ErrorKind::invalid, "a master key is 64 hexadecimal digits");
        }
        keys.emplace_back(std::span{*bytes}.first<key_length>());
        wipe(*bytes);
        text.remove_prefix(digits.size());
    }
    if (keys.empty()) {
        return fail(ErrorKind::invalid, "a master key is 64 hexadecimal digits");
    }
    return keys;
}

Result<std::optional<std::vector<MasterKey>>> read_master_keys(const fs::path& file)
{
    // Without O_NONBLOCK, a FIFO in the file's place would hold us up for ever.
    const UniqueFd opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!opened) {
        if (errno == ENOENT) {
            return std::nullopt;
        }
        return fail_with_errno(ErrorKind::store, "open the master key file", file);
    }
    TRY(check_private(opened, file));
    std::string text = TRY(read_all(opened, file));
    const bool is_too_long = text.size() > max_file_length;
    Result<std::vector<MasterKey>> keys = parse_master_keys(text);
    wipe(text);
    if (is_too_long || !keys) {
        return fail(
            ErrorKind::invalid,
            "the master key file " + file.string() + " does not hold 64 hexadecimal digits a line",
            "restore it from a backup: memories cannot be read without it");
    }
    return std::optional{*std::move(keys)};
}

Result<void> write_master_keys(const fs::path& file,
                               std::span<const MasterKey> keys,
                               Existing existing)
{
    if (keys.size() > max_keys) {
        return fail(ErrorKind::conflict,
                    "a key file can hold sixty keys",
                    "take out those that nothing needs: azen store rekey --drop-old");
    }
    NewFile written = TRY(NewFile::create(file));
    for (const MasterKey& key : keys) {
        std::string line;
        line.reserve((2 * key.bytes().size()) + 1);  // or growing it would leave a copy behind
        append_hex(line, key.bytes());
        line += '\n';
        const Result<void> done = written.write(line);
        wipe(line);
        TRY(done);
    }
    return written.publish(existing);
}

MasterKey make_master_key(RandomSource& random)
{
    std::array<std::byte, key_length> bytes{};
    random.fill(bytes);
    MasterKey key{bytes};
    wipe(bytes);
    return key;
}

Result<MasterKey> create_master_key(const fs::path& file, RandomSource& random)
{
    MasterKey key = make_master_key(random);
    TRY(write_master_keys(file, {&key, 1}, Existing::keep));
    return key;
}

}  // namespace azen
