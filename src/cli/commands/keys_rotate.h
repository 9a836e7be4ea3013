#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/key_rotation.h"
#include "cli/local_store.h"
#include "cli/secret_sink.h"
#include "core/base/result.h"

namespace azen::cli::keys_rotate {

/// Which step of a rotation is asked for.
enum class Step { begin, finish, abort };

/// `azen keys rotate KEY`: replaces a key's secret.
struct Options {
    std::string reference;
    Step step = Step::begin;
    RotationPlan plan;
    SinkChoice sink;
    Confirmed confirmed = Confirmed::no;
    LocalOptions local;
};

/// ErrorKind::invalid for what no step of a rotation takes, and for what this step does not.
Result<Options> parse(const Arguments& arguments);

/// The new secret goes to the sink, alone or in the form asked for, and the rest to the error
/// stream. What revokes a secret that works is asked about first: ErrorKind::declined.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_rotate
