#include "cli/commands/keys_expire.h"

#include "cli/key_changes.h"
#include "cli/key_values.h"
#include "core/base/time_text.h"

namespace azen::cli::keys_expire {
namespace {

// Said with the full time: who sets a date wants to see which one it became.
std::string sentence_about(const std::optional<Timestamp>& expires_at, Timestamp now)
{
    if (!expires_at) {
        return "{0} {1} set never to expire";
    }
    return (*expires_at <= now ? "{0} {1} expired, as of " : "{0} {1} set to expire ") +
           format_timestamp(*expires_at);
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    Options options{.references = arguments.values("KEY"), .where = where};
    options.expires_at = TRY(parse_expiry(arguments.required("WHEN"), arguments.now()));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const KeyChange change{.expires_at = options.expires_at};
    const std::string sentence = sentence_about(options.expires_at, context.clock.now());
    return change_keys(options.where, options.references, change, sentence, context);
}

}  // namespace azen::cli::keys_expire
