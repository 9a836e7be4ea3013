#include "cli/commands/scan.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "cli/key_changes.h"
#include "cli/output/report.h"
#include "cli/output/scan_output.h"
#include "cli/scan/file_scan.h"
#include "cli/scan/snippets.h"
#include "core/base/time_text.h"
#include "core/service/local_key_service.h"

namespace azen::cli::scan {
namespace {

constexpr std::string_view standard_input = "-";

// Each with the option that asks for it.
struct SourceOption {
    std::string_view name;
    Source source;
};
constexpr std::array source_options{SourceOption{"staged", Source::staged},
                                    SourceOption{"print-gitleaks-rule", Source::gitleaks_rule},
                                    SourceOption{"print-pre-commit-hook", Source::pre_commit_hook}};

Result<Source> read_source(const Arguments& arguments)
{
    Source source = Source::paths;
    std::size_t count = arguments.values("PATH").empty() ? 0 : 1;
    for (const SourceOption& option : source_options) {
        if (arguments.has(option.name)) {
            source = option.source;
            ++count;
        }
    }
    if (count == 0) {
        return fail(ErrorKind::invalid,
                    "nothing to look through",
                    "name files or directories, - for standard input, or --staged");
    }
    if (count > 1) {
        return fail(ErrorKind::invalid,
                    "PATH, --staged and the --print options exclude each other",
                    "give one of them");
    }
    return source;
}

// Before anything is read: a name that is wrong should not cost a long search.
Result<void> check_paths(const std::vector<std::string>& paths)
{
    for (const std::string& path : paths) {
        std::error_code ignored;  // what cannot be looked at, reading will report
        if (path != standard_input && !std::filesystem::exists(path, ignored) && !ignored) {
            return fail(
                ErrorKind::not_found, fmt::format("there is no file {}", path), "check the path");
        }
    }
    return {};
}

Result<ScanReport> search(const Options& options, Context& context)
{
    ScanReport report;
    if (options.source == Source::staged) {
        TRY(scan_staged(report));
        return report;
    }
    TRY(check_paths(options.paths));
    for (const std::string& path : options.paths) {
        if (path == standard_input) {
            scan_stream(context.in, "standard input", report);
        } else {
            scan_path(path, options.excluded, report);
        }
    }
    return report;
}

// Before anything is read. Without a name, that there is no store only means that nothing is known;
// one that was named, or whose keys are to be dealt with, has to be there.
Result<void> check_store(const Options& options, const Context& context)
{
    if (!options.local.store && !options.revoke && !options.rotation) {
        return {};
    }
    const auto file = TRY(locate_store(options.local.store, context.environment));
    std::error_code unknown;  // what cannot be looked at, opening will report
    if (!std::filesystem::exists(file, unknown) && !unknown) {
        return fail(ErrorKind::not_found,
                    fmt::format("there is no store at {}", file.string()),
                    "name another with --db or AZEN_DB");
    }
    return {};
}

// Nothing found, nothing to ask: then a store is not even opened.
Result<std::unique_ptr<LocalStore>> open_store(const ScanReport& report,
                                               const Options& options,
                                               Context& context)
{
    if (report.secrets.empty()) {
        return nullptr;
    }
    auto local = LocalStore::open(options.local, context, WhenAbsent::refuse);
    if (!local && local.error().kind == ErrorKind::not_found) {
        print_note(context, "there is no store here: whose keys these are is not known");
        return nullptr;
    }
    return local;
}

// Without a store nothing is known of any of them.
Result<void> identify(ScanResult& result, LocalStore* local, Context& context)
{
    result.known.assign(result.report.secrets.size(), std::nullopt);
    if (local == nullptr) {
        return {};
    }
    std::vector<SecretHash> hashes;
    hashes.reserve(result.report.secrets.size());
    for (const PlacedSecret& secret : result.report.secrets) {
        hashes.push_back(secret.hash);
    }
    result.known = TRY(secret_lookup::identify(local->store(), hashes, context.clock.now()));
    return {};
}

bool not_revoked(const KnownSecret& known)
{
    return !known.key.revoked_at;
}

// A secret that is refused already needs no successor.
bool still_works(const KnownSecret& known)
{
    return can_be_rotated(known.status);
}

// Each key once, however often its secrets were found.
std::vector<ApiKey> keys_found(const ScanResult& result, bool (*is_wanted)(const KnownSecret&))
{
    std::vector<ApiKey> keys;
    for (const auto& known : result.known) {
        if (known && is_wanted(*known) &&
            std::ranges::find(keys, known->key.id, &ApiKey::id) == keys.end()) {
            keys.push_back(known->key);
        }
    }
    return keys;
}

// Whether it was confirmed or not, `result` says what is true now.
Result<void> revoke_found(ScanResult& result,
                          LocalStore& local,
                          Confirmed confirmed,
                          Context& context)
{
    const std::vector<ApiKey> keys = keys_found(result, not_revoked);
    TRY(confirm_revocation(keys, confirmed, context));
    LocalKeyService service{local.store(), context.random, context.clock};
    for (const ApiKey& key : keys) {
        TRY(service.revoke(key.id));
    }
    return identify(result, &local, context);
}

// What became of each key is told beside the findings, which have standard output for themselves.
// Whether all of them were rotated; `result` says what is true now.
Result<bool> rotate_found(ScanResult& result,
                          LocalStore& local,
                          const BulkRotation& rotation,
                          Context& context)
{
    std::vector<std::string> ids;
    for (const ApiKey& key : keys_found(result, still_works)) {
        ids.push_back(key.id);
    }
    LocalKeyService service{local.store(), context.random, context.clock};
    bool all_done = true;
    for (const KeyResult& rotated : TRY(rotate_each(rotation, ids, service, context))) {
        if (rotated.outcome) {
            print_note(context, rotated.sentence);
        } else {
            print_error(context, rotated.outcome.error());
            all_done = false;
        }
    }
    TRY(identify(result, &local, context));
    return all_done;
}

void print_trial(const ScanResult& result, const Options& options, Context& context)
{
    for (const ApiKey& key : keys_found(result, options.rotation ? still_works : not_revoked)) {
        print_note(context,
                   fmt::format("{} would be {}",
                               key.name,
                               options.rotation ? "given a new secret" : "refused for ever"));
    }
}

// What is wanted beyond looking. Whether all of it was done.
Result<bool> act_on_found(ScanResult& result,
                          LocalStore& local,
                          const Options& options,
                          Context& context)
{
    if (options.local.effect == Effect::trial) {
        print_trial(result, options, context);
        return true;
    }
    if (options.rotation) {
        return rotate_found(result, local, *options.rotation, context);
    }
    if (options.revoke) {
        TRY(revoke_found(result, local, options.confirmed, context));
    }
    return true;
}

ExitStatus status_of(const ScanReport& report)
{
    if (!report.secrets.empty()) {
        return ExitStatus::negative;
    }
    return report.unreadable.empty() ? ExitStatus::ok : ExitStatus::partial;
}

constexpr std::array about_rotation{"to-directory", "deliver", "grace", "now"};

// Unlike a planned rotation, one after a leak waits for nobody: the grace of what has leaked begins
// at once.
Result<std::optional<BulkRotation>> parse_rotation(const Arguments& arguments, Confirmed confirmed)
{
    if (!arguments.has("rotate-found")) {
        for (const std::string_view name : about_rotation) {
            if (arguments.has(name)) {
                return fail(ErrorKind::invalid,
                            fmt::format("--{} is for --rotate-found, which is missing", name),
                            "give both, or neither");
            }
        }
        return std::nullopt;
    }
    BulkRotation rotation{.command = arguments.value("deliver"),
                          .directory = arguments.value("to-directory"),
                          .confirmed = confirmed};
    if (!rotation.command && !rotation.directory && !arguments.has("dry-run")) {
        return fail(ErrorKind::invalid,
                    "the new secrets need a place to go to",
                    "give --to-directory or --deliver, or look first with --dry-run");
    }
    rotation.plan.request.grace = TRY(parse_duration(arguments.required("grace")));
    rotation.plan.succession =
        arguments.has("now") ? Succession::at_once : Succession::grace_from_now;
    return rotation;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const Source source = TRY(read_source(arguments));
    const Confirmed confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no;
    return Options{.source = source,
                   .paths = arguments.values("PATH"),
                   .excluded = arguments.values("exclude"),
                   .revoke = arguments.has("revoke-found"),
                   .rotation = TRY(parse_rotation(arguments, confirmed)),
                   .confirmed = confirmed,
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    if (options.source == Source::gitleaks_rule) {
        context.out << gitleaks_rule();
        return ExitStatus::ok;
    }
    if (options.source == Source::pre_commit_hook) {
        context.out << pre_commit_hook();
        return ExitStatus::ok;
    }
    if (options.rotation) {
        TRY(check_places(*options.rotation));
    }
    TRY(check_store(options, context));
    ScanResult result;
    result.report = TRY(search(options, context));
    const auto local = TRY(open_store(result.report, options, context));
    TRY(identify(result, local.get(), context));
    const Result<bool> all_done =
        local ? act_on_found(result, *local, options, context) : Result<bool>{true};
    print_scan(context, result, options.local.output);
    return TRY(all_done) ? status_of(result.report) : ExitStatus::partial;
}

}  // namespace azen::cli::scan
