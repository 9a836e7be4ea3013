#include "cli/in_store.h"

#include "cli/output/report.h"

namespace azen::cli {

Result<std::unique_ptr<LocalStore>> open_if_present(const LocalOptions& options, Context& context)
{
    auto local = LocalStore::open(options, context, WhenAbsent::refuse);
    // Opening knows one thing that may be missing: the store itself. One that was named should be
    // there.
    if (!local && local.error().kind == ErrorKind::not_found && !options.store) {
        print_note(context, local.error().message);
        return std::unique_ptr<LocalStore>{};
    }
    return local;
}

}  // namespace azen::cli
