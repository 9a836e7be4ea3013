#include "cli/commands/keys_name.h"

#include "cli/key_changes.h"

namespace azen::cli::keys_name {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.reference = arguments.required("KEY"),
                   .new_name = arguments.required("NEWNAME"),
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    // The service judges the name; it knows the rules for every way in.
    const KeyChange change{.name = options.new_name};
    return change_key(
        options.local, options.reference, change, "the key is now called {}", context);
}

}  // namespace azen::cli::keys_name
