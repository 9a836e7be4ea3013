#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/arguments.h"
#include "core/base/result.h"
#include "core/key/key_secret.h"

namespace azen::cli {

/// The forms in which a new secret is handed over.
enum class HandoverForm {
    bare,    // the secret alone
    json,    // one object: the secret as "key", and all there is to know about it
    env,     // a line for a shell to evaluate: export AZEN_API_KEY=...
    dotenv,  // a line of an environment file: AZEN_API_KEY=...
};

/// A form, and the name that the secret has in `env` and `dotenv`.
struct SecretNotation {
    HandoverForm form = HandoverForm::bare;
    std::string variable = "AZEN_API_KEY";
};

/// From --output and --variable. ErrorKind::invalid for what no shell takes as a name.
Result<SecretNotation> parse_secret_notation(const Arguments& arguments);

/// The text to hand over, without a line end. `object` is what HandoverForm::json shows, the secret
/// included. Nothing in a secret ever needs quoting.
Secret render_secret(const SecretNotation& notation,
                     const Secret& secret,
                     const nlohmann::ordered_json& object);

}  // namespace azen::cli
