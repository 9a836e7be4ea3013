#include "cli/scratch_directory.h"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX, not in <cstdlib>

#include <string>
#include <system_error>

namespace azen::cli {

Result<std::unique_ptr<ScratchDirectory>> ScratchDirectory::create()
{
    std::error_code ignored;  // an empty path fails below, with the same hint
    std::string name = (std::filesystem::temp_directory_path(ignored) / "azen-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        return fail(ErrorKind::store,
                    "there is no place for temporary files",
                    "set TMPDIR to a directory that can be written to");
    }
    return std::unique_ptr<ScratchDirectory>{new ScratchDirectory{name}};
}

ScratchDirectory::~ScratchDirectory()
{
    std::error_code ignored;  // what cannot be removed is the system's to sweep up
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace azen::cli
