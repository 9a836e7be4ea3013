#include "cli/version.h"

namespace azen::cli {

std::string_view version()
{
    return AZEN_VERSION;
}

}  // namespace azen::cli
