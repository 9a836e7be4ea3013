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
    for (const PlacedSecret& secret : result.report.secrets) {
        hashes.push_back(secret.hash);
    }
    result.known = TRY(secret_lookup::identify(local->store(), hashes, context.clock.now()));
    return {};
}

// Each key once, however often its secrets were found.
std::vector<ApiKey> keys_to_revoke(const ScanResult& result)
{
    std::vector<ApiKey> keys;
    for (const auto& known : result.known) {
        const bool listed =
            known && std::ranges::find(keys, known->key.id, &ApiKey::id) != keys.end();
        if (known && !known->key.revoked_at && !listed) {
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
    const std::vector<ApiKey> keys = keys_to_revoke(result);
    TRY(confirm_revocation(keys, confirmed, context));
    LocalKeyService service{local.store(), context.random, context.clock};
    for (const ApiKey& key : keys) {
        TRY(service.revoke(key.id));
    }
    return identify(result, &local, context);
}

ExitStatus status_of(const ScanReport& report)
{
    if (!report.secrets.empty()) {
        return ExitStatus::negative;
    }
    return report.unreadable.empty() ? ExitStatus::ok : ExitStatus::partial;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const Source source = TRY(read_source(arguments));
    return Options{.source = source,
                   .paths = arguments.values("PATH"),
                   .excluded = arguments.values("exclude"),
                   .revoke = arguments.has("revoke-found"),
                   .confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no,
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
    ScanResult result;
    result.report = TRY(search(options, context));
    const auto local = TRY(open_store(result.report, options, context));
    TRY(identify(result, local.get(), context));
    Result<void> revoked;
    if (options.revoke && local) {
        revoked = revoke_found(result, *local, options.confirmed, context);
    }
    print_scan(context, result, options.local.output);
    TRY(std::move(revoked));
    return status_of(result.report);
}

}  // namespace azen::cli::scan
