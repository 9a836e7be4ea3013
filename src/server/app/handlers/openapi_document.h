#pragma once

#include <string_view>

namespace azen::server {

/// openapi.yaml, which lies beside this folder and becomes a part of the program when it is built.
std::string_view openapi_document();

}  // namespace azen::server
