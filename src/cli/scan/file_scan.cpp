#include "cli/scan/file_scan.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <fnmatch.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/program_reader.h"
#include "core/base/unique_fd.h"
#include "core/scan/diff_scanner.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_size = std::size_t{256} * 1024;
constexpr std::size_t looked_at_for_zeros = 8'000;  // as git does
constexpr std::array<std::string_view, 3> version_control{".git", ".hg", ".svn"};

bool is_excluded(const fs::path& path, std::span<const std::string> excluded)
{
    const std::string name = path.filename().string();
    return std::ranges::any_of(excluded, [&](const std::string& pattern) {
        return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0 ||
               ::fnmatch(pattern.c_str(), path.c_str(), 0) == 0;
    });
}

bool is_binary(std::string_view beginning)
{
    return beginning.substr(0, looked_at_for_zeros).find('\0') != std::string_view::npos;
}

void note_unreadable(const fs::path& path, int error, ScanReport& report)
{
    report.unreadable.push_back(
        fmt::format("{}: {}", path.string(), std::generic_category().message(error)));
}

/// Reads one file after another into the same memory.
class FileReader {
public:
    /// The next piece; empty at the end. -1 and errno as read() has them.
    ssize_t read(int descriptor)
    {
        while (true) {
            const ssize_t count = ::read(descriptor, piece_.data(), piece_.size());
            if (count >= 0 || errno != EINTR) {
                return count;
            }
        }
    }
    std::string_view piece(ssize_t count) const
    {
        return {piece_.data(), static_cast<std::size_t>(count)};
    }

private:
    std::vector<char> piece_ = std::vector<char>(piece_size);
};

/// One search below one path.
class Walk {
public:
    Walk(std::span<const std::string> excluded, ScanReport& report)
        : excluded_{excluded}, report_{report}
    {}

    void visit(const fs::directory_entry& entry)
    {
        std::error_code error;
        const fs::file_status status = entry.symlink_status(error);
        if (error) {
            note_unreadable(entry.path(), error.value(), report_);
        } else if (fs::is_directory(status)) {
            visit_directory(entry.path());
        } else if (fs::is_regular_file(status)) {
            visit_file(entry.path());
        }
    }

    void visit_directory(const fs::path& directory)
    {
        std::error_code error;
        std::vector<fs::directory_entry> entries;
        for (fs::directory_iterator each{directory, error}; !error && each != fs::end(each);
             each.increment(error)) {
            entries.push_back(*each);
        }
        if (error) {
            note_unreadable(directory, error.value(), report_);
        }
        std::ranges::sort(entries);
        for (const fs::directory_entry& entry : entries) {
            if (!is_left_out(entry.path())) {
                visit(entry);
            }
        }
    }

    void visit_file(const fs::path& file)
    {
        const UniqueFd descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)};
        const ssize_t first = descriptor ? reader_.read(descriptor.get()) : -1;
        if (first < 0) {
            note_unreadable(file, errno, report_);
        } else if (is_binary(reader_.piece(first))) {
            ++report_.binary;
        } else {
            scan(file, descriptor.get(), first);
        }
    }

private:
    bool is_left_out(const fs::path& path) const
    {
        const std::string name = path.filename().string();
        return std::ranges::find(version_control, name) != version_control.end() ||
               is_excluded(path, excluded_);
    }

    void scan(const fs::path& file, int descriptor, ssize_t first)
    {
        const std::string name = file.string();
        TextScanner scanner{[&](const FoundSecret& found) {
            report_.add(name, found);
        }};
        ssize_t count = first;
        while (count > 0) {
            scanner.feed(reader_.piece(count));
            count = reader_.read(descriptor);
        }
        scanner.finish();
        ++report_.files;
        if (count < 0) {
            note_unreadable(file, errno, report_);
        }
    }

    std::span<const std::string> excluded_;
    ScanReport& report_;
    FileReader reader_;
};

}  // namespace

// What is named outright is followed where it leads, and looked into whatever kind of file it is.
void scan_path(const fs::path& path, std::span<const std::string> excluded, ScanReport& report)
{
    Walk walk{excluded, report};
    std::error_code error;
    if (is_excluded(path, excluded)) {
        return;
    }
    if (fs::is_directory(path, error)) {
        walk.visit_directory(path);
    } else {
        walk.visit_file(path);
    }
}

void scan_stream(std::istream& in, const std::string& name, ScanReport& report)
{
    TextScanner scanner{[&](const FoundSecret& found) {
        report.add(name, found);
    }};
    std::vector<char> piece(piece_size);
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        scanner.feed({piece.data(), static_cast<std::size_t>(in.gcount())});
    }
    scanner.finish();
    if (in.bad()) {
        report.unreadable.push_back(name + ": an input error");
    } else {
        ++report.files;
    }
}

// Whatever the repository's and the user's settings are, the diff has the form that is read here.
Result<void> scan_staged(ScanReport& report)
{
    DiffScanner scanner{[&report](const std::string& file, const FoundSecret& found) {
        report.add(file, found);
    }};
    const int status =
        TRY(read_program({"git",
                          "-c",
                          "core.quotePath=false",
                          "diff",
                          "--cached",
                          "--unified=0",
                          "--inter-hunk-context=0",
                          "--no-color",
                          "--no-ext-diff",
                          "--no-textconv",
                          "--no-relative",
                          "--text",  // also where .gitattributes has "-diff" or "binary"
                          "--src-prefix=a/",
                          "--dst-prefix=b/"},
                         [&scanner](std::string_view piece) { scanner.feed(piece); }));
    scanner.finish();
    report.files += scanner.files();
    if (status != 0) {
        return fail(ErrorKind::invalid,
                    fmt::format("git cannot tell what is staged (its exit status is {})", status),
                    "run this inside a git repository");
    }
    return {};
}

}  // namespace azen::cli
