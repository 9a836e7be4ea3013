#include "cli/effect.h"

#include "cli/output/report.h"

namespace azen::cli {

Effect effect_of(const Arguments& arguments)
{
    const bool trial = arguments.offers("dry-run") && arguments.has("dry-run");
    return trial ? Effect::trial : Effect::real;
}

void announce(Context& context, Effect effect)
{
    if (effect == Effect::trial) {
        print_note(context, "this is a dry run: nothing will be changed");
    }
}

}  // namespace azen::cli
