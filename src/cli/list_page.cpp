#include "cli/list_page.h"

#include "cli/limit_text.h"

namespace azen::cli {
namespace {

// What fits a screen is for people, what fits memory for scripts.
constexpr std::int64_t max_limit = 1'000;
constexpr std::int64_t max_page = 1'000'000;

}  // namespace

Result<ListPage> parse_list_page(const Arguments& arguments)
{
    ListPage page;
    page.number = TRY(parse_count(arguments.required("page"), "--page", 1, max_page));
    page.limit = TRY(parse_count(arguments.required("limit"), "--limit", 1, max_limit));
    return page;
}

}  // namespace azen::cli
