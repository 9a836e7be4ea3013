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

std::string_view is_done(const Context& context)
{
    return context.manners.effect == Effect::trial ? "would be" : "is";
}

std::string_view are_done(const Context& context)
{
    return context.manners.effect == Effect::trial ? "would be" : "are";
}

std::string_view are_done(const Context& context, std::size_t count)
{
    return count == 1 ? is_done(context) : are_done(context);
}

}  // namespace azen::cli
