#include "cli/version.h"

namespace azen::cli {

// One number for the program, the manual and the User-Agent: the build system has it.
std::string_view version()
{
    return AZEN_VERSION;
}

}  // namespace azen::cli
