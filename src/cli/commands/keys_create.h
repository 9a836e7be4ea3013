#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "cli/secret_form.h"
#include "cli/secret_sink.h"
#include "core/base/result.h"
#include "core/service/key_service.h"

namespace azen::cli::keys_create {

/// `azen keys create NAME`: makes a key.
struct Options {
    NewKey key;
    SecretNotation notation;
    SinkChoice sink;
    KeysOptions where;
};

/// ErrorKind::invalid for anything that is no limit, moment, permission or JSON object.
Result<Options> parse(const Arguments& arguments);

/// Makes the store, the organization and the user too when they are not there.
/// The secret goes to the sink, alone or in the form asked for, and the rest to the error stream. A
/// key whose secret could not be handed over is revoked: ErrorKind::internal.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_create
