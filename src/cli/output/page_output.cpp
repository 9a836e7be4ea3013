#include "cli/output/page_output.h"

#include <fmt/format.h>

#include <string>

#include "cli/output/report.h"

namespace azen::cli {

nlohmann::ordered_json page_to_json(std::string_view name,
                                    const nlohmann::ordered_json& rows,
                                    const ListPage& page)
{
    return {{std::string{name}, rows},
            {"page", page.number},
            {"limit", page.limit},
            {"more", page.more}};
}

void print_rest(Context& context, const ListPage& page)
{
    if (page.more) {
        print_note(context,
                   fmt::format("there are more: --page {} shows the next", page.number + 1));
    }
}

bool is_empty(Context& context, std::size_t rows, const ListPage& page, std::string_view nothing)
{
    if (rows > 0) {
        return false;
    }
    print_note(context, page.number == 1 ? nothing : "this page is empty");
    return true;
}

}  // namespace azen::cli
