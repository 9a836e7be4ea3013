#include "cli/scan/scan_report.h"

namespace azen::cli {

void ScanReport::add(const std::string& file, const FoundSecret& found)
{
    secrets.push_back(
        {.file = file,
         .line = found.line,
         .column = found.column,
         .length = found.secret.size(),
         .start = key_secret::start_of(found.secret, key_secret::prefix_of(found.secret)),
         .form = found.form,
         .hash = key_secret::hash(found.secret)});
}

}  // namespace azen::cli
