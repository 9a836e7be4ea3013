#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <optional>
#include <string>

#include "cli/bulk/bulk_sender.h"
#include "cli/bulk/import_checkpoint.h"
#include "cli/bulk/import_record.h"
#include "cli/bulk/line_reader.h"
#include "cli/bulk/reject_file.h"
#include "cli/context.h"
#include "cli/output/progress_line.h"

namespace azen::cli {

/// What has become of an import so far.
struct ImportReport {
    ImportCounts counts;       // of all runs
    std::int64_t skipped = 0;  // done by an earlier run
    bool complete = false;     // every line has come to its end
};

/// Takes lines through: reads, judges, sends, notes. For one run; one per thread.
class MemoryImporter {
public:
    /// What it works with; all that is pointed to outlives it.
    struct Parts {
        std::istream& lines;
        std::optional<ImportFormat> format;      // nullopt: guessed from the first line
        ImportCheckpoint* checkpoint = nullptr;  // nullptr: nothing is noted
        RejectFile* rejects = nullptr;           // nullptr: what is rejected is only told of
        std::int64_t expected_lines = 0;         // for the progress; 0: nobody knows
    };
    MemoryImporter(Parts parts, Context& context);

    /// Sends the lines. Whatever it ends with, report() tells how far it came.
    Result<BulkEnd> run(RequestPool& pool);

    /// Judges the lines and sends none: `counts.created` are those that would be sent.
    Result<BulkEnd> try_out();

    const ImportReport& report() const { return report_; }

private:
    Result<std::optional<BulkRequest>> next_request();
    Result<std::optional<LineReader::Line>> next_line();
    Result<MemoryApi::NewMemory> judge(const LineReader::Line& line) const;
    Result<void> take(std::size_t ticket, const HttpResponse& response);
    Result<void> finish(std::int64_t line, LineOutcome outcome);
    Result<void> reject(const LineReader::Line& line, std::string_view reason);
    void show_progress();

    Parts parts_;
    Context& context_;
    LineReader reader_;
    ProgressLine progress_;
    ImportReport report_;
    std::map<std::size_t, LineReader::Line> open_;  // sent, and not answered yet
    int told_ = 0;                                  // rejected lines that were told of
};

}  // namespace azen::cli
