#include "cli/commands/memory_import.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "cli/bulk/import_source.h"
#include "cli/bulk/memory_importer.h"
#include "cli/input_file.h"
#include "cli/limit_text.h"
#include "cli/output/import_output.h"
#include "cli/presented_key.h"
#include "core/base/codec.h"
#include "core/base/crypto.h"

namespace azen::cli::memory_import {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t max_parallel = 16;

fs::path beside(const fs::path& file, std::string_view ending)
{
    return file.string() + std::string{ending};
}

// A file has its helpers beside it; standard input only those that are named.
Result<void> read_places(const Arguments& arguments, Options& options)
{
    options.checkpoint = arguments.value("checkpoint");
    options.rejects = arguments.value("rejects");
    if (options.file) {
        options.checkpoint = options.checkpoint.value_or(beside(*options.file, ".checkpoint"));
        options.rejects = options.rejects.value_or(beside(*options.file, ".rejects"));
        return {};
    }
    if (options.checkpoint) {
        return fail(ErrorKind::invalid,
                    "standard input cannot be gone on with, so it has no checkpoint",
                    "leave it out: importing the same lines again adds nothing");
    }
    if (options.remote.key_source.standard_input) {
        return fail(ErrorKind::invalid,
                    "lines and key cannot both come from standard input",
                    "put the key into AZEN_API_KEY or a file, or name a file to import");
    }
    return {};
}

std::optional<ImportFormat> read_format(const Arguments& arguments)
{
    const std::string format = arguments.required("format");
    if (format == "auto") {
        return std::nullopt;
    }
    return format == "jsonl" ? ImportFormat::jsonl : ImportFormat::lines;
}

// Rejects of an earlier import may be someone's work by now. A checkpoint that was only just made
// goes again: with it, the same command would pass for one that goes on, and begin the file anew.
Result<void> check_rejects(const std::optional<fs::path>& rejects, ImportCheckpoint* checkpoint)
{
    std::error_code absent;
    const bool has_text = rejects && fs::file_size(*rejects, absent) > 0 && !absent;
    if (has_text && (checkpoint == nullptr || !checkpoint->is_resumed())) {
        if (checkpoint != nullptr) {
            checkpoint->remove();
        }
        return fail(ErrorKind::conflict,
                    fmt::format("{} holds the rejects of an earlier import", rejects->string()),
                    "move it away, or name another file with --rejects");
    }
    return {};
}

// What is imported, and where to. Another key may be another organization's: of it there is a part
// of its hash, which leads nowhere.
std::string subject_of(const ImportSource& source, const Secret& key, const RemoteOptions& remote)
{
    constexpr std::size_t enough = 12;
    const std::string hash = format_base64url(sha256(as_byte_span(key.reveal())));
    return fmt::format("{} to {} with {}",
                       source.fingerprint,
                       remote.base_url.to_string(),
                       hash.substr(0, enough));
}

ExitStatus status_for(const ImportReport& report, BulkEnd end)
{
    if (end == BulkEnd::interrupted) {
        return ExitStatus::interrupted;
    }
    return report.counts.rejected > 0 ? ExitStatus::partial : ExitStatus::ok;
}

Result<ExitStatus> try_lines(std::istream& lines,
                             const ImportSource& source,
                             const Options& options,
                             Context& context)
{
    announce(context, options.remote.effect);
    MemoryImporter importer{
        {.lines = lines, .format = options.format, .expected_lines = source.lines}, context};
    const BulkEnd end = TRY(importer.try_out());
    print_import(context, importer.report(), {}, options.remote.output);
    return status_for(importer.report(), end);
}

// The report is printed whatever happened: what was sent was sent.
Result<ExitStatus> import_lines(std::istream& lines,
                                const ImportSource& source,
                                const Options& options,
                                Context& context)
{
    const Secret key = TRY(read_presented_key(options.remote.key_source, context));
    std::optional<ImportCheckpoint> checkpoint;
    if (options.checkpoint) {
        checkpoint = TRY(
            ImportCheckpoint::open(*options.checkpoint, subject_of(source, key, options.remote)));
    }
    ImportCheckpoint* const noted = checkpoint ? &*checkpoint : nullptr;
    TRY(check_rejects(options.rejects, noted));
    std::optional<RejectFile> rejects;
    if (options.rejects) {
        rejects.emplace(*options.rejects, noted == nullptr ? 0 : noted->reject_bytes());
    }
    MemoryImporter importer{{.lines = lines,
                             .format = options.format,
                             .checkpoint = noted,
                             .rejects = rejects ? &*rejects : nullptr,
                             .expected_lines = source.lines},
                            context};
    auto clients =
        TRY(connect_many(key, options.remote, static_cast<std::size_t>(options.parallel), context));
    RequestPool pool{std::move(clients)};
    const Result<BulkEnd> end = importer.run(pool);
    const ImportReport& report = importer.report();
    print_import(context, report, options.rejects.value_or(""), options.remote.output);
    if (end && report.complete && checkpoint) {
        checkpoint->remove();
    }
    return end.map([&report](BulkEnd how) { return status_for(report, how); });
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options;
    if (const auto file = arguments.value("FILE"); file && *file != "-") {
        options.file = *file;
    }
    options.format = read_format(arguments);
    options.parallel =
        TRY(parse_count(arguments.required("parallel"), "--parallel", 1, max_parallel));
    options.remote = TRY(parse_remote_options(arguments));
    TRY(read_places(arguments, options));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto work = options.remote.effect == Effect::trial ? try_lines : import_lines;
    if (!options.file) {
        return work(context.in, {}, options, context);
    }
    std::ifstream lines = TRY(open_input_file(*options.file));
    const ImportSource source = TRY(look_at(lines, *options.file));
    return work(lines, source, options, context);
}

}  // namespace azen::cli::memory_import
