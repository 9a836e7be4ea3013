#include "cli/commands/keys_import.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>

#include "cli/input_file.h"
#include "cli/key_lines.h"
#include "cli/output/key_import_output.h"
#include "core/store/better_auth_file.h"

namespace azen::cli::keys_import {
namespace {

constexpr std::string_view standard_input = "-";

// The parser has checked it against its choices.
OnKeyConflict read_policy(const Arguments& arguments)
{
    const std::string policy = arguments.required("on-conflict");
    if (policy == "skip") {
        return OnKeyConflict::skip;
    }
    return policy == "replace" ? OnKeyConflict::replace : OnKeyConflict::fail;
}

// What is decided for all keys is settled in the store; here it only keeps a row from being asked.
better_auth::RowRules row_rules(const Options& options)
{
    better_auth::RowRules rules{.organization_source = options.organization_source};
    if (options.rules.organization) {
        rules.organization = Party{.name = *options.rules.organization};
    }
    if (options.rules.user) {
        rules.user = Party{.name = *options.rules.user};
    }
    return rules;
}

std::vector<KeyImportItem> read_items(std::istream& in, const Options& options)
{
    return options.origin == Origin::azen ? read_key_lines(in)
                                          : read_better_auth_lines(in, row_rules(options));
}

Result<std::vector<KeyImportItem>> read_items(const Options& options, Context& context)
{
    if (options.file == standard_input) {
        return read_items(context.in, options);
    }
    if (options.origin == Origin::better_auth && is_sqlite_file(options.file)) {
        return read_better_auth_database(options.file, row_rules(options));
    }
    std::ifstream stream = TRY(open_input_file(options.file));
    if (stream.peek() == std::ifstream::traits_type::eof()) {
        return fail(ErrorKind::invalid,
                    fmt::format("there is nothing in {}", options.file),
                    "`azen keys export` writes what can be imported");
    }
    return read_items(stream, options);
}

KeyImportReport report_unreadable(std::span<const KeyImportItem> items)
{
    KeyImportReport report;
    for (const KeyImportItem& item : items) {
        KeyImportResult result{.line = item.line, .outcome = KeyImportOutcome::added};
        if (item.key) {
            result.id = item.key->key.id;
            result.name = item.key->key.name;
        } else {
            result.outcome = KeyImportOutcome::rejected;
            result.error = item.key.error();
        }
        report.results.push_back(std::move(result));
    }
    return report;
}

// A store that is not there yet is made for keys that can be taken in, and for nothing else.
Result<KeyImportReport> take_in(std::span<const KeyImportItem> items,
                                const Options& options,
                                Context& context)
{
    const bool all_readable =
        std::ranges::all_of(items, [](const KeyImportItem& item) { return item.key.has_value(); });
    const auto keys =
        open_keys(options.where, context, all_readable ? WhenAbsent::make : WhenAbsent::refuse);
    if (keys) {
        return (*keys)->import_keys(items, options.rules);
    }
    if (all_readable || keys.error().kind != ErrorKind::not_found) {
        return tl::unexpected<Error>(keys.error());
    }
    return report_unreadable(items);
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    TRY(refuse_session(where, "an import"));
    Options options{.file = arguments.required("FILE"),
                    .rules = {.on_conflict = read_policy(arguments),
                              .organization = arguments.value("organization"),
                              .user = arguments.value("user")},
                    .where = where};
    if (arguments.required("from") == "better-auth") {
        options.origin = Origin::better_auth;
    }
    if (arguments.has("trust-metadata")) {
        if (options.origin == Origin::azen) {
            return fail(ErrorKind::invalid,
                        "--trust-metadata is for rows of Better Auth",
                        "give --from better-auth as well");
        }
        options.organization_source = better_auth::OrganizationSource::metadata;
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const std::vector<KeyImportItem> items = TRY(read_items(options, context));
    const KeyImportReport report = TRY(take_in(items, options, context));
    print_key_import(context, report, options.where.output());
    TRY(verdict_on(report));
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_import
