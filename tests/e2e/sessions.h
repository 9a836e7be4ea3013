#pragma once

#include <string>

#include "e2e/installation.h"

namespace azen::test {

/// Makes the user "ann", the owner of a new organization "acme", and signs her in at the server by
/// curl; gives what a browser would send as its cookie. She works in that organization if told so,
/// else in none. `trust` are words of curl: whose certificates it takes.
enum class Active : bool { no, yes };
std::string sign_in(Installation& machine,
                    const RunningServer& server,
                    Active active = Active::yes,
                    const Words& trust = {});

}  // namespace azen::test
