#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "cli/list_page.h"
#include "cli/output/output_form.h"
#include "cli/output/text_table.h"
#include "core/base/clock.h"
#include "core/key/api_key.h"
#include "core/service/key_service.h"

/// How keys look: to people, and as JSON. JSON has the field names of the wire, all of them always
/// present, null where there is nothing, times in ISO 8601.
namespace azen::cli {

/// A key for people: all its fields, what matters most first.
Fields fields_of(const ApiKey& key, Timestamp now);

/// For people: when, and how far off that is; `absent` when there is no time.
std::string describe_time(const std::optional<Timestamp>& time,
                          Timestamp now,
                          std::string_view absent);

/// What is true of a key after a change, as one sentence; the whole key in JSON.
void print_changed_key(Context& context,
                       const ApiKey& key,
                       std::string_view sentence,
                       const Output& output);

/// A note tells of further pages, and of there being no keys at all.
void print_keys(Context& context,
                std::span<const ApiKey> keys,
                const ListPage& page,
                const Output& output);

/// The object of schema azen.new-key/v1: a key just made, with its secret as "key".
nlohmann::ordered_json new_key_object(const IssuedKey& issued, Timestamp now);

/// That a key would be made. Neither its id nor its secret is told of: the real one has others.
void print_trial_key(Context& context, const ApiKey& key, const Output& output);

/// That the same was asked for before, and has been done; in JSON the key, whose secret is null.
void print_repeated_creation(Context& context, const IssuedKey& issued, const Output& output);

/// What there is to say of a key just made besides its secret, of which `whereabouts` tells.
void print_issued_key(Context& context, const ApiKey& key, std::string_view whereabouts);

}  // namespace azen::cli
