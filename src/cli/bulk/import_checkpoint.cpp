#include "cli/bulk/import_checkpoint.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace azen::cli {
namespace {

constexpr std::string_view form = "azen-import-checkpoint 1\n";
constexpr std::string_view subject_word = "import ";
// A line's number takes a bit of memory: this many take 125 MB.
constexpr std::int64_t most_lines = 1'000'000'000;

constexpr std::array<std::pair<LineOutcome, std::string_view>, 3> words{{
    {LineOutcome::created, "created"},
    {LineOutcome::duplicated, "duplicated"},
    {LineOutcome::rejected, "rejected"},
}};

// Reads errno: call it right after what failed.
tl::unexpected<Error> cannot(std::string_view what, const std::filesystem::path& file)
{
    const std::error_code reason{errno, std::generic_category()};
    return fail(
        ErrorKind::store,
        fmt::format("cannot {} the checkpoint {}: {}", what, file.string(), reason.message()),
        "name another file with --checkpoint");
}

tl::unexpected<Error> no_checkpoint(const std::filesystem::path& file)
{
    return fail(ErrorKind::invalid,
                fmt::format("{} is no checkpoint of an import", file.string()),
                "move it away, or name another file with --checkpoint");
}

struct Entry {
    std::int64_t line = 0;
    LineOutcome outcome = LineOutcome::created;
    std::int64_t reject_bytes = 0;
};

// Takes the word before the next space off the front.
std::string_view take_word(std::string_view& text)
{
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    return word;
}

std::optional<std::int64_t> parse_number(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && number >= 0 ? std::optional{number} : std::nullopt;
}

// "19 rejected 512"
std::optional<Entry> parse_entry(std::string_view text)
{
    const std::optional<std::int64_t> line = parse_number(take_word(text));
    const std::string_view word = take_word(text);
    const std::optional<std::int64_t> bytes = text.empty() ? 0 : parse_number(text);
    if (!line || *line < 1 || *line > most_lines || !bytes) {
        return std::nullopt;
    }
    for (const auto& [outcome, name] : words) {
        if (name == word) {
            return Entry{.line = *line, .outcome = outcome, .reject_bytes = *bytes};
        }
    }
    return std::nullopt;
}

std::string_view word_for(LineOutcome outcome)
{
    return words.at(static_cast<std::size_t>(outcome)).second;
}

}  // namespace

void ImportCounts::add(LineOutcome outcome)
{
    switch (outcome) {
        case LineOutcome::created: ++created; break;
        case LineOutcome::duplicated: ++duplicated; break;
        case LineOutcome::rejected: ++rejected; break;
    }
}

Result<ImportCheckpoint> ImportCheckpoint::open(const std::filesystem::path& file,
                                                const std::string& subject)
{
    ImportCheckpoint checkpoint{file};
    TRY(checkpoint.open_file());
    TRY(checkpoint.load(subject));
    return checkpoint;
}

Result<void> ImportCheckpoint::open_file()
{
    descriptor_ =
        UniqueFd{::open(file_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!descriptor_) {
        return cannot("open", file_);
    }
    if (::flock(descriptor_.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(ErrorKind::conflict,
                    fmt::format("another import is using {}", file_.string()),
                    "wait for it, or name another file with --checkpoint");
    }
    return {};
}

// Everything up to the last line end; what is behind it is cut off, so that it cannot grow into a
// line that means something.
Result<void> ImportCheckpoint::load(const std::string& subject)
{
    struct stat status = {};
    if (::fstat(descriptor_.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return no_checkpoint(file_);
    }
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    const ssize_t count = ::pread(descriptor_.get(), text.data(), text.size(), 0);
    if (count != status.st_size) {
        return cannot("read", file_);
    }
    const std::size_t whole = text.rfind('\n') + 1;  // 0 when there is none
    if (::ftruncate(descriptor_.get(), static_cast<off_t>(whole)) != 0) {
        return cannot("write", file_);
    }
    text.resize(whole);
    const std::string head = fmt::format("{}{}{}\n", form, subject_word, subject);
    if (text.empty() || std::string_view{head}.starts_with(text)) {
        return append(head.substr(text.size()));
    }
    if (!text.starts_with(form)) {
        return no_checkpoint(file_);
    }
    if (!text.starts_with(head)) {
        return fail(ErrorKind::conflict,
                    fmt::format("the checkpoint {} is of another import", file_.string()),
                    "remove it to begin anew: what is there already is not added twice");
    }
    resumed_ = true;
    return read_entries(text, head.size());
}

Result<void> ImportCheckpoint::read_entries(const std::string& text, std::size_t start)
{
    while (start < text.size()) {
        const std::size_t end = text.find('\n', start);
        const auto entry = parse_entry(std::string_view{text}.substr(start, end - start));
        if (!entry) {
            return no_checkpoint(file_);
        }
        mark(entry->line, entry->outcome);
        reject_bytes_ = std::max(reject_bytes_, entry->reject_bytes);
        start = end + 1;
    }
    return {};
}

bool ImportCheckpoint::is_done(std::int64_t line) const
{
    const auto index = static_cast<std::size_t>(line);
    return index < done_.size() && done_[index];
}

void ImportCheckpoint::mark(std::int64_t line, LineOutcome outcome)
{
    const auto index = static_cast<std::size_t>(line);
    if (index >= done_.size()) {
        done_.resize(index + 1);
    }
    if (!done_[index]) {
        done_[index] = true;
        counts_.add(outcome);
    }
}

Result<void> ImportCheckpoint::note(std::int64_t line,
                                    LineOutcome outcome,
                                    std::int64_t reject_bytes)
{
    mark(line, outcome);
    return append(outcome == LineOutcome::rejected
                      ? fmt::format("{} {} {}\n", line, word_for(outcome), reject_bytes)
                      : fmt::format("{} {}\n", line, word_for(outcome)));
}

void ImportCheckpoint::remove()
{
    ::unlink(file_.c_str());
}

// One write: with O_APPEND it is there whole, or, on a full disk, cut at its end.
Result<void> ImportCheckpoint::append(const std::string& text)
{
    const ssize_t count = ::write(descriptor_.get(), text.data(), text.size());
    return count == static_cast<ssize_t>(text.size()) ? Result<void>{} : cannot("write", file_);
}

}  // namespace azen::cli
