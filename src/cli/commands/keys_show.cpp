#include "cli/commands/keys_show.h"

#include "cli/output/secret_output.h"

namespace azen::cli::keys_show {

// Any of the three ways to name a key: which one it is, the service finds out.
Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    return Options{.reference = arguments.required("KEY"), .where = where};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const KeyHistory history = TRY(keys->history(options.reference));
    print_key_history(context, history, options.where.output());
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_show
