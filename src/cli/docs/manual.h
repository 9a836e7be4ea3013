#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

/// The manual pages, in mdoc(7): azen(1), and one for each row of the topic table.
namespace azen::cli {

/// Their names, without section: azen, azen-keys, …
std::vector<std::string> manual_page_names();

/// The source of one page. ErrorKind::invalid when there is none of that name.
Result<std::string> manual_page(std::string_view name);

}  // namespace azen::cli
