#pragma once

#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

#include "cli/context.h"
#include "cli/list_page.h"

/// What all listings that come in pages have in common.
namespace azen::cli {

/// The members of a page's object: its rows under `name`, and where it stands.
nlohmann::ordered_json page_to_json(std::string_view name,
                                    const nlohmann::ordered_json& rows,
                                    const ListPage& page);

/// Tells people that there are further pages, if there are.
void print_rest(Context& context, const ListPage& page);

/// Whether there is nothing to show, which people are told instead: on the first page by `nothing`.
bool is_empty(Context& context, std::size_t rows, const ListPage& page, std::string_view nothing);

}  // namespace azen::cli
