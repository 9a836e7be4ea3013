#include "cli/commands/keys_permit.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/output/key_output.h"

namespace azen::cli::keys_permit {
namespace {

// Permissions can be read only as JSON or text; JSON needs no parsing of our own.
template <typename Apply>
void for_each_permission(const Permissions& permissions, Apply apply)
{
    const nlohmann::json by_resource = permissions.to_json();
    for (const auto& [resource, actions] : by_resource.items()) {
        for (const auto& action : actions) {
            apply(resource, action.template get_ref<const std::string&>());
        }
    }
}

// Set, then grant, then revoke: what is taken away is gone whatever else was said.
Permissions changed(const Options& options, const Permissions& before)
{
    Permissions after = options.set.value_or(before);
    for_each_permission(options.grant, [&after](const auto& resource, const auto& action) {
        after.grant(resource, action);
    });
    for_each_permission(options.revoke, [&after](const auto& resource, const auto& action) {
        after.revoke(resource, action);
    });
    return after;
}

}  // namespace

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
    const ApiKey before = TRY(local->keys().find(options.reference));
    const KeyChange change{.permissions = changed(options, before.permissions)};
    const ApiKey key = TRY(local->keys().change(before.id, change));
    const std::string granted = key.permissions.to_text();
    const std::string sentence =
        granted.empty() ? fmt::format("{} may do nothing that needs a permission", key.name)
                        : fmt::format("{} may: {}", key.name, granted);
    print_changed_key(context, key, sentence, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_permit
