#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/base/clock.h"
#include "core/key/api_key.h"
#include "core/service/key_service.h"

/// How keys look: to people, and as JSON. JSON has the field names of the wire, all of them always
/// present, null where there is nothing, times in ISO 8601.
namespace azen::cli {

/// One key with all its fields.
void print_key(Context& context, const ApiKey& key, const Output& output);

/// What is true of a key after a change, as one sentence; the whole key in JSON.
void print_changed_key(Context& context,
                       const ApiKey& key,
                       std::string_view sentence,
                       const Output& output);

/// A page of a listing.
struct KeyPage {
    std::span<const ApiKey> keys;
    std::int64_t page = 1;
    std::int64_t limit = 0;
    bool more = false;
};
/// A note tells of further pages, and of there being no keys at all.
void print_keys(Context& context, const KeyPage& page, const Output& output);

/// A key just made: the secret alone on the results, all else on the error stream; in JSON, the
/// key's object (schema azen.new-key/v1) with the secret as "key".
void print_issued_key(Context& context, const IssuedKey& issued, const Output& output);

}  // namespace azen::cli
