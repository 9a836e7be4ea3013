#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/key/key_check.h"

namespace azen::cli {

/// A key that breaks a rule.
struct KeyViolation {
    ApiKey key;
    KeyFinding finding;
};

/// What a check of all keys has come to.
struct KeyCheckReport {
    std::string where;        // whereabouts() of the keys
    std::size_t checked = 0;  // how many could be used, and were looked at
    std::vector<KeyViolation> violations{};
};

/// A line for each key and rule that it breaks, and a note when there is none; or one object of
/// schema azen.key-check/v1; or records of kind::key_finding; or SARIF, in which the store is the
/// file and the key's id the subject.
void print_key_check(Context& context, const KeyCheckReport& report, const Output& output);

}  // namespace azen::cli
