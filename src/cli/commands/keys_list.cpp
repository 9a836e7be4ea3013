#include "cli/commands/keys_list.h"

#include <vector>

#include "cli/limit_text.h"
#include "cli/output/key_output.h"
#include "cli/output/report.h"

namespace azen::cli::keys_list {
namespace {

// What fits a screen is for people, what fits memory for scripts.
constexpr std::int64_t max_limit = 1'000;
constexpr std::int64_t max_page = 1'000'000;

// One more than a page holds is asked for: whether there are more shows at once.
Result<std::vector<ApiKey>> read_keys(const Options& options, Context& context)
{
    const auto keys = open_keys(options.where, context, WhenAbsent::refuse);
    // Before the first key there is no store; but one that was named should be there.
    if (!keys && keys.error().kind == ErrorKind::not_found && !options.where.local.store) {
        print_note(context, keys.error().message);
        return std::vector<ApiKey>{};
    }
    if (!keys) {
        return tl::unexpected<Error>(keys.error());
    }
    return (*keys)->list(
        {.offset = (options.page - 1) * options.limit, .limit = options.limit + 1});
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    Options options{.where = where};
    options.page = TRY(parse_count(arguments.required("page"), "--page", 1, max_page));
    options.limit = TRY(parse_count(arguments.required("limit"), "--limit", 1, max_limit));
    return options;
}

// The extra key is taken off again before anything is shown.
Result<ExitStatus> run(const Options& options, Context& context)
{
    std::vector<ApiKey> keys = TRY(read_keys(options, context));
    const bool more = keys.size() > static_cast<std::size_t>(options.limit);
    if (more) {
        keys.pop_back();
    }
    print_keys(context,
               {.keys = keys, .page = options.page, .limit = options.limit, .more = more},
               options.where.output());
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_list
