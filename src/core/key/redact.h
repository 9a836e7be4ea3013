#pragma once

#include <string>
#include <string_view>

namespace azen {

/// Whether something in `text` looks like a secret, percent-encoded or not. Cheap for what is not
/// long enough to hold one.
bool holds_secret(std::string_view text);

/// `text` with "[redacted]" in the place of what looks like a secret. Of a text that hides one by
/// percent-encoding nothing is left.
std::string redact_secrets(std::string_view text);

/// Of what a client says of itself, enough to tell it by: at most 200 plain characters, as people
/// are shown it, and no secret that strayed into it.
std::string describe_agent(std::string_view said);

}  // namespace azen
