#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/key_rotation.h"
#include "cli/keys_options.h"
#include "cli/rotate_all.h"
#include "cli/secret_sink.h"
#include "cli/unused_wait.h"
#include "core/base/result.h"

namespace azen::cli::keys_rotate {

/// Which step of a rotation is asked for.
enum class Step { begin, wait, finish, abort };

/// `azen keys rotate KEY`: replaces a key's secret. With `all`, those of many keys: the rest then
/// means nothing.
struct Options {
    std::optional<RotateAll> all;
    std::string reference;
    Step step = Step::begin;
    RotationPlan plan;
    SinkChoice sink;
    std::optional<UnusedWait> wait;  // before finishing, or alone
    Confirmed confirmed = Confirmed::no;
    KeysOptions where;
};

/// ErrorKind::invalid for what no step of a rotation takes, and for what this step does not.
Result<Options> parse(const Arguments& arguments);

/// The new secret goes to the sink, alone or in the form asked for, and the rest to the error
/// stream. What revokes a secret that works is asked about first: ErrorKind::declined.
/// ExitStatus::negative when the old secret was still in use after all the waiting.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_rotate
