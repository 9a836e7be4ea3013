#include "cli/commands/keys_delete.h"

#include <fmt/core.h>

#include "cli/effect.h"
#include "cli/key_changes.h"
#include "cli/key_selection.h"
#include "cli/output/key_output.h"

namespace azen::cli::keys_delete {
namespace {

std::string sentence_about(const ApiKey& key, const Context& context)
{
    return fmt::format(
        "{} {} revoked for ever; its record and trail are kept", key.name, is_done(context));
}

// Keys that could not be found, or are revoked already, need no answer.
std::vector<ApiKey> keys_to_ask_about(const std::vector<KeyResult>& found)
{
    std::vector<ApiKey> keys;
    for (const KeyResult& each : found) {
        if (each.outcome && !each.outcome->revoked_at) {
            keys.push_back(*each.outcome);
        }
    }
    return keys;
}

// A trial changes nothing, so there is nothing to ask about.
Result<void> ask_about(std::span<const ApiKey> keys, const Options& options, Context& context)
{
    return options.where.is_trial() ? Result<void>{}
                                    : confirm_revocation(keys, options.confirmed, context);
}

Result<ExitStatus> delete_one(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const ApiKey found = TRY(keys->find(options.references.front()));
    if (!found.revoked_at) {
        TRY(ask_about({&found, 1}, options, context));
    }
    // By id: what was confirmed is what is revoked, whatever is renamed meanwhile.
    const ApiKey key = TRY(keys->revoke(found.id));
    print_changed_key(context, key, sentence_about(key, context), options.where.output());
    return ExitStatus::ok;
}

Result<ExitStatus> delete_several(const Options& options, Context& context)
{
    const std::vector<std::string> references = TRY(read_references(options.references, context));
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    std::vector<KeyResult> results = act_on_each(
        references, [&keys](const std::string& reference) { return keys->find(reference); });
    TRY(ask_about(keys_to_ask_about(results), options, context));
    for (KeyResult& result : results) {
        if (result.outcome) {
            result.outcome = keys->revoke(result.outcome->id);
        }
        result.sentence = result.outcome ? sentence_about(*result.outcome, context) : "";
    }
    return print_key_results(context, results, options.where.output());
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    return Options{.references = arguments.values("KEY"),
                   .confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no,
                   .where = where};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    return is_bulk(options.references) ? delete_several(options, context)
                                       : delete_one(options, context);
}

}  // namespace azen::cli::keys_delete
