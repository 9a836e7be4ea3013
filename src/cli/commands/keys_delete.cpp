#include "cli/commands/keys_delete.h"

#include <fmt/core.h>

#include "cli/output/key_output.h"

namespace azen::cli::keys_delete {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.reference = arguments.required("KEY"),
                   .confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no,
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    const ApiKey found = TRY(local->keys().find(options.reference));
    if (!found.revoked_at && options.local.effect == Effect::real) {
        const std::string question =
            fmt::format("Refuse key {} (starts with {}) for ever?", found.name, found.start);
        TRY(confirm(context, question, options.confirmed));
    }
    // By id: what was confirmed is what is revoked, whatever is renamed meanwhile.
    const ApiKey key = TRY(local->keys().revoke(found.id));
    print_changed_key(
        context,
        key,
        fmt::format("{} is revoked for ever; its record and trail are kept", key.name),
        options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_delete
