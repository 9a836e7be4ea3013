#include "cli/commands/keys_permit.h"

#include <fmt/core.h>

#include "cli/output/key_output.h"

namespace azen::cli::keys_permit {

// An empty --set is meaningful: it takes everything away. Hence has(), not the value, is asked.
Result<Options> parse(const Arguments& arguments)
{
    Options options{.reference = arguments.required("KEY"),
                    .local = parse_local_options(arguments)};
    if (const auto set = arguments.value("set")) {
        options.set = TRY(Permissions::parse(*set));
    }
    options.grant = TRY(Permissions::parse(arguments.value("grant").value_or("")));
    options.revoke = TRY(Permissions::parse(arguments.value("revoke").value_or("")));
    if (!arguments.has("set") && !arguments.has("grant") && !arguments.has("revoke")) {
        return fail(ErrorKind::invalid,
                    "nothing to change",
                    "give --grant, --revoke or --set; `azen keys show` tells what holds now");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    const KeyChange change{
        .permissions = options.set, .grant = options.grant, .revoke = options.revoke};
    const ApiKey key = TRY(local->keys().change(options.reference, change));
    const std::string granted = key.permissions.to_text();
    const std::string sentence =
        granted.empty() ? fmt::format("{} may do nothing that needs a permission", key.name)
                        : fmt::format("{} may: {}", key.name, granted);
    print_changed_key(context, key, sentence, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_permit
