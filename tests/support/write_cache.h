#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace azen::test {

/// What a disk has been given and not yet been told to keep: of that, a power cut leaves any part,
/// and of a single write some sectors only. Told of every call before it is done.
class WriteCache {
public:
    /// `before`: all of the file.
    void write(const std::string& file, std::string before, std::int64_t at, std::string bytes);
    void truncate(const std::string& file, std::string before, std::int64_t size);

    /// What was written to the file is kept from now on.
    void sync(const std::string& file);

    /// How much of what is not kept yet is left by a power cut.
    enum class Luck { none, some, all };

    /// Writes the files, as a power cut now would leave them, into a directory.
    void lose_power(const std::filesystem::path& into, Luck luck, std::mt19937& random) const;

private:
    struct Call {
        bool is_write = true;
        std::int64_t at = 0;  // or the size to truncate to
        std::string bytes;
    };
    struct File {
        std::string kept;
        std::vector<Call> calls;  // since it was kept, oldest first
    };

    static void apply(const Call& call, std::string& content);
    static Call torn(Call call, const std::string& content, std::mt19937& random);
    File& file(const std::string& name, std::string before);

    std::map<std::string, File> files_;
};

}  // namespace azen::test
