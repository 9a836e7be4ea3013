#pragma once

#include <string_view>

#include "cli/context.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/service/key_service.h"

/// Waiting until nobody uses the old secret of a key any more.
namespace azen::cli {

/// How long to wait.
struct UnusedWait {
    milliseconds quiet{0};    // this long without a request
    milliseconds at_most{0};  // and no longer than this in all
};

/// What waiting came to.
enum class Silence {
    reached,      // nobody has used the old secret for that long
    nothing_old,  // no old secret works: its grace is over, or was ended meanwhile
    not_reached,  // somebody still uses it, or the new one has not been used at all
};

struct WaitOutcome {
    Silence silence = Silence::not_reached;
    KeyHistory history;  // at the last look
};

/// Looks once a second, and shows on a terminal how it stands. Nothing is changed, and nothing has
/// to be put right when it is interrupted. The quiet counts from the old secret's last use, and not
/// from before the new one was used: until then, that is waited for.
Result<WaitOutcome> wait_until_unused(KeyService& service,
                                      std::string_view key_id,
                                      const UnusedWait& wait,
                                      Context& context);

/// Says what waiting came to, and who still uses the old secret: when and from where.
void print_wait_outcome(Context& context, const UnusedWait& wait, const WaitOutcome& outcome);

}  // namespace azen::cli
