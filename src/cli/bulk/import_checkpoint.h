#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace azen::cli {

/// What became of a line.
enum class LineOutcome { created, duplicated, rejected };

/// How many lines came to which end.
struct ImportCounts {
    std::int64_t created = 0;
    std::int64_t duplicated = 0;
    std::int64_t rejected = 0;

    void add(LineOutcome outcome);
    std::int64_t total() const { return created + duplicated + rejected; }

    friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

/// Which lines of an import are done, in a file that survives the end of the process at any moment.
///
/// The file is text: a first line that names the form, a second with what the import is of, then a
/// line for each line that is done, in the order in which that became known:
///
///     azen-import-checkpoint 1
///     import <what it is of>
///     17 created
///     19 rejected 512
///
/// The number behind "rejected" is how long the reject file was then. A last line without its end
/// was being written when the process ended, and counts as not written. Nothing waits for the disk:
/// after a power cut some lines may be imported again, which their dedup keys make harmless.
///
/// Locked while it is open: two imports never share one. One thread.
class ImportCheckpoint {
public:
    /// Opens or makes the file, and reads what is done. ErrorKind::conflict when another process
    /// has it, or when it is of another import than `subject`; ErrorKind::invalid when it is no
    /// checkpoint; ErrorKind::store when it cannot be written.
    static Result<ImportCheckpoint> open(const std::filesystem::path& file,
                                         const std::string& subject);

    /// Whether an earlier process had begun this import.
    bool is_resumed() const { return resumed_; }
    bool is_done(std::int64_t line) const;
    const ImportCounts& counts() const { return counts_; }
    std::int64_t reject_bytes() const { return reject_bytes_; }

    /// Notes that a line is done. `reject_bytes` is how long the reject file is now.
    Result<void> note(std::int64_t line, LineOutcome outcome, std::int64_t reject_bytes);

    /// The import is complete: the file is not needed any more.
    void remove();

private:
    explicit ImportCheckpoint(std::filesystem::path file) : file_{std::move(file)} {}

    Result<void> open_file();
    Result<void> load(const std::string& subject);
    Result<void> read_entries(const std::string& text, std::size_t start);
    void mark(std::int64_t line, LineOutcome outcome);
    Result<void> append(const std::string& text);

    std::filesystem::path file_;
    UniqueFd descriptor_;
    std::vector<bool> done_;  // by line number
    ImportCounts counts_;
    std::int64_t reject_bytes_ = 0;
    bool resumed_ = false;
};

}  // namespace azen::cli
