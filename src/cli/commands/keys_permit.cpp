#include "cli/commands/keys_permit.h"

#include <fmt/core.h>

#include "cli/effect.h"
#include "cli/output/key_output.h"

namespace azen::cli::keys_permit {

// An empty --set is meaningful: it takes everything away. Hence has(), not the value, is asked.
Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    TRY(refuse_session(where, "a permission"));
    Options options{.reference = arguments.required("KEY"), .where = where};
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
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const KeyChange change{
        .permissions = options.set, .grant = options.grant, .revoke = options.revoke};
    const ApiKey key = TRY(keys->change(options.reference, change));
    const std::string granted = key.permissions.to_text();
    const std::string sentence =
        fmt::format("{} {} allowed {}",
                    key.name,
                    is_done(context),
                    granted.empty() ? "nothing that needs a permission" : granted);
    print_changed_key(context, key, sentence, options.where.output());
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_permit
