#include "cli/bulk/memory_importer.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cli/api_error.h"
#include "cli/memory_api.h"
#include "cli/output/report.h"

namespace azen::cli {
namespace {

// Above what servers take in one request; a longer line is rejected without being kept.
constexpr std::size_t max_line_bytes = std::size_t{16} * 1024 * 1024;
// Told one by one; who has more of them looks into the reject file.
constexpr int most_told = 10;

// What is wrong with this memory, and would not be with another.
bool is_about_the_memory(int status)
{
    constexpr std::array statuses{400, 409, 413, 422};
    return std::ranges::find(statuses, status) != statuses.end();
}

bool is_success(int status)
{
    return status >= 200 && status <= 299;
}

}  // namespace

MemoryImporter::MemoryImporter(Parts parts, Context& context)
    : parts_{parts}, context_{context}, reader_{parts.lines, max_line_bytes}, progress_{context}
{
    if (parts_.checkpoint != nullptr) {
        report_.counts = parts_.checkpoint->counts();
    }
}

Result<BulkEnd> MemoryImporter::run(RequestPool& pool)
{
    BulkSender sender{pool, context_};
    const BulkEnd end = TRY(sender.run([this] { return next_request(); },
                                       [this](std::size_t ticket, const HttpResponse& response) {
                                           return take(ticket, response);
                                       }));
    report_.complete = end == BulkEnd::done;
    return end;
}

Result<BulkEnd> MemoryImporter::try_out()
{
    for (;;) {
        const std::optional<BulkRequest> request = TRY(next_request());
        if (!request) {
            report_.complete = true;
            return BulkEnd::done;
        }
        if (context_.interrupted()) {
            return BulkEnd::interrupted;
        }
        open_.erase(request->ticket);
        report_.counts.add(LineOutcome::created);
    }
}

// The next line that is worth sending; those before it are rejected on the way.
Result<std::optional<BulkRequest>> MemoryImporter::next_request()
{
    for (;;) {
        std::optional<LineReader::Line> line = TRY(next_line());
        if (!line) {
            return std::nullopt;
        }
        const Result<MemoryApi::NewMemory> memory = judge(*line);
        if (!memory) {
            TRY(reject(*line, memory.error().message));
            continue;
        }
        const auto ticket = static_cast<std::size_t>(line->number);
        BulkRequest request{.ticket = ticket, .request = MemoryApi::creation_request(*memory)};
        open_.emplace(ticket, *std::move(line));
        return request;
    }
}

// Blank lines mean nothing, and a line that is done is not looked at again.
Result<std::optional<LineReader::Line>> MemoryImporter::next_line()
{
    while (std::optional<LineReader::Line> line = reader_.next()) {
        if (line->text.find_first_not_of(" \t") == std::string::npos) {
            continue;
        }
        if (!parts_.format) {
            parts_.format = guess_format(line->text);
        }
        if (parts_.checkpoint == nullptr || !parts_.checkpoint->is_done(line->number)) {
            return line;
        }
        ++report_.skipped;
    }
    if (parts_.lines.bad()) {
        return fail(ErrorKind::invalid, "the input cannot be read any further", "check the file");
    }
    return std::nullopt;
}

Result<MemoryApi::NewMemory> MemoryImporter::judge(const LineReader::Line& line) const
{
    if (line.too_long) {
        return fail(ErrorKind::invalid, "the line is longer than 16 MiB", "import it in pieces");
    }
    return parse_import_record(line.text, parts_.format.value_or(ImportFormat::lines));
}

// A refusal of the key, or of the whole route, would be the same for every other line.
Result<void> MemoryImporter::take(std::size_t ticket, const HttpResponse& response)
{
    const auto found = open_.find(ticket);
    const LineReader::Line line = std::move(found->second);
    open_.erase(found);
    if (is_about_the_memory(response.status)) {
        return reject(line, api_error(response).message);
    }
    if (!is_success(response.status)) {
        return tl::unexpected<Error>(api_error(response));
    }
    const MemoryApi::Created created = TRY(MemoryApi::read_created(response));
    return finish(line.number, created.duplicated ? LineOutcome::duplicated : LineOutcome::created);
}

Result<void> MemoryImporter::finish(std::int64_t line, LineOutcome outcome)
{
    report_.counts.add(outcome);
    show_progress();
    if (parts_.checkpoint == nullptr) {
        return {};
    }
    return parts_.checkpoint->note(
        line, outcome, parts_.rejects == nullptr ? 0 : parts_.rejects->bytes());
}

// Into the file first: what the checkpoint notes as rejected is there.
Result<void> MemoryImporter::reject(const LineReader::Line& line, std::string_view reason)
{
    if (told_ < most_told) {
        progress_.clear();
        print_note(context_, fmt::format("line {}: {}", line.number, reason));
    } else if (told_ == most_told) {
        progress_.clear();
        print_note(context_, "more lines were rejected");
    }
    ++told_;
    if (parts_.rejects != nullptr) {
        TRY(parts_.rejects->add(line, reason));
    }
    return finish(line.number, LineOutcome::rejected);
}

void MemoryImporter::show_progress()
{
    if (!progress_.is_shown()) {
        return;
    }
    const std::int64_t done = report_.counts.total();
    const std::string bar =
        parts_.expected_lines > 0 ? progress_bar(done, parts_.expected_lines) + "  " : "";
    progress_.show(fmt::format("{}{} lines, {} rejected", bar, done, report_.counts.rejected));
}

}  // namespace azen::cli
