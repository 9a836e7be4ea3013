#include "cli/commands/audit_verify.h"

#include <algorithm>
#include <charconv>

#include "cli/audit_walk.h"
#include "cli/output/audit_output.h"
#include "core/base/codec.h"

namespace azen::cli::audit_verify {
namespace {

tl::unexpected<Error> bad_anchor()
{
    return fail(ErrorKind::invalid,
                "--anchor is not the end of a trail",
                "give what `azen audit verify --field end` printed: a number, a colon and 64 hex "
                "digits");
}

Result<audit_chain::ChainEnd> parse_anchor(std::string_view text)
{
    audit_chain::ChainEnd end;
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), end.sequence);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    const auto hash = text.starts_with(':') ? parse_hex(text.substr(1)) : std::nullopt;
    if (error != std::errc{} || end.sequence < 1 || !hash || hash->size() != end.hash.size()) {
        return bad_anchor();
    }
    std::ranges::copy(*hash, end.hash.begin());
    return end;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.local = parse_local_options(arguments)};
    if (const auto anchor = arguments.value("anchor")) {
        options.anchor = TRY(parse_anchor(*anchor));
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalStore::open(options.local, context, WhenAbsent::refuse));
    audit_chain::Checker checker{options.anchor};
    std::optional<audit_chain::ChainFault> fault;
    const std::int64_t issued = TRY(walk_audit(local->store(), [&](const AuditRow& row) {
        fault = checker.check(row);
        return !fault;
    }));
    if (!fault) {
        fault = checker.finish(issued);
    }
    print_audit_check(context, {.end = checker.end(), .fault = fault}, options.local.output);
    return fault ? ExitStatus::negative : ExitStatus::ok;
}

}  // namespace azen::cli::audit_verify
