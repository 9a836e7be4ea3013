#include "cli/commands/keys_show.h"

#include "cli/output/secret_output.h"

namespace azen::cli::keys_show {

// Any of the three ways to name a key: which one it is, the service finds out.
Result<Options> parse(const Arguments& arguments)
{
    return Options{.reference = arguments.required("KEY"), .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    const KeyHistory history = TRY(local->rotation().history(options.reference));
    print_key_history(context, history, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_show
