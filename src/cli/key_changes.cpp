#include "cli/key_changes.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <optional>

#include "cli/effect.h"
#include "cli/key_selection.h"
#include "cli/output/key_output.h"

namespace azen::cli {
namespace {

// The sentence is fixed by the command, never foreign text.
std::string fill_in(std::string_view sentence, const ApiKey& key, const Context& context)
{
    return fmt::format(fmt::runtime(sentence), key.name, is_done(context));
}

// More would scroll away what they are asked about.
constexpr std::size_t most_named = 10;

std::string question_about(std::span<const ApiKey> keys)
{
    std::string names;
    for (const ApiKey& key : keys.first(std::min(keys.size(), most_named))) {
        names +=
            fmt::format("{}{} (starts with {})", names.empty() ? "" : ", ", key.name, key.start);
    }
    if (keys.size() > most_named) {
        names += fmt::format(" and {} more", keys.size() - most_named);
    }
    return keys.size() == 1 ? fmt::format("Refuse key {} for ever?", names)
                            : fmt::format("Refuse {} keys for ever: {}?", keys.size(), names);
}

}  // namespace

Result<ExitStatus> change_key(const KeysOptions& options,
                              std::string_view reference,
                              const KeyChange& change,
                              std::string_view sentence,
                              Context& context)
{
    const auto keys = TRY(open_keys(options, context, WhenAbsent::refuse));
    const ApiKey key = TRY(keys->change(reference, change));
    print_changed_key(context, key, fill_in(sentence, key, context), options.output());
    return ExitStatus::ok;
}

Result<ExitStatus> change_keys(const KeysOptions& options,
                               std::span<const std::string> typed,
                               const KeyChange& change,
                               std::string_view sentence,
                               Context& context)
{
    if (!is_bulk(typed)) {
        return change_key(options, typed.front(), change, sentence, context);
    }
    const std::vector<std::string> references = TRY(read_references(typed, context));
    const auto keys = TRY(open_keys(options, context, WhenAbsent::refuse));
    std::vector<KeyResult> results =
        act_on_each(references, [&](const std::string& reference) -> Result<ApiKey> {
            return keys->change(reference, change);
        });
    for (KeyResult& result : results) {
        result.sentence = result.outcome ? fill_in(sentence, *result.outcome, context) : "";
    }
    return print_key_results(context, results, options.output());
}

std::vector<KeyResult> act_on_each(std::span<const std::string> references,
                                   const std::function<Result<ApiKey>(const std::string&)>& act)
{
    std::vector<KeyResult> results;
    std::optional<Error> broken;  // the store's failure, once there was one
    for (const std::string& reference : references) {
        Result<ApiKey> outcome = broken ? tl::unexpected<Error>(*broken) : act(reference);
        if (!outcome && outcome.error().kind == ErrorKind::store) {
            broken = outcome.error();
        }
        results.push_back({.reference = reference, .outcome = std::move(outcome)});
    }
    return results;
}

Result<void> confirm_revocation(std::span<const ApiKey> keys, Confirmed confirmed, Context& context)
{
    return keys.empty() ? Result<void>{} : confirm(context, question_about(keys), confirmed);
}

}  // namespace azen::cli
