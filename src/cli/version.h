#pragma once

#include <string_view>

namespace azen::cli {

/// The release this is, as the build system knows it: "0.1.0".
std::string_view version();

}  // namespace azen::cli
