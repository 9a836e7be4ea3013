#include "cli/commands/keys_name.h"

#include "cli/key_changes.h"

namespace azen::cli::keys_name {

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    return Options{.reference = arguments.required("KEY"),
                   .new_name = arguments.required("NEWNAME"),
                   .where = where};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    // The service judges the name; it knows the rules for every way in.
    const KeyChange change{.name = options.new_name};
    return change_key(options.where, options.reference, change, "the key {1} called {0}", context);
}

}  // namespace azen::cli::keys_name
