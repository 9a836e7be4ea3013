#include "cli/output/secret_output.h"

#include <fmt/core.h>

#include <algorithm>
#include <ranges>

#include "cli/output/key_output.h"
#include "cli/output/record.h"
#include "cli/output/text_table.h"
#include "core/base/time_text.h"
#include "core/key/key_json.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

Json use_to_json(const SecretUse& use)
{
    return {{"address", use.address},
            {"agent", use.agent},
            {"requests", use.requests},
            {"lastAt", format_timestamp(use.last_at)}};
}

Json secret_to_json(const KeySecret& secret, const KeyHistory& history, Timestamp now)
{
    Json clients = Json::array();
    for (const SecretUse& use : history.retiring_uses) {
        if (use.secret == secret.hash) {
            clients.push_back(use_to_json(use));
        }
    }
    const bool over = state_at(secret, now) != secret.state;
    return {{"start", secret.start},
            {"state", to_string(state_at(secret, now))},
            {"since", format_timestamp(over ? secret.not_after.value_or(now) : secret.since)},
            {"until",
             over || !secret.not_after ? Json(nullptr) : Json(format_timestamp(*secret.not_after))},
            {"createdAt", format_timestamp(secret.created_at)},
            {"delivered", secret.delivered},
            {"retiringClients", clients}};
}

std::string describe_secret(const KeySecret& secret, Timestamp now)
{
    const std::string_view preposition = secret.not_after ? "until" : "since";
    return fmt::format("{}… {} {} {}",
                       secret.start,
                       to_string(secret.state),
                       preposition,
                       describe_time(secret.not_after.value_or(secret.since), now, ""));
}

// The newest first; who uses an old one right behind it.
Fields secret_fields(const KeyHistory& history, Timestamp now)
{
    Fields fields;
    std::size_t revoked = 0;
    for (const KeySecret& secret : std::views::reverse(history.secrets)) {
        if (state_at(secret, now) == SecretState::revoked) {
            ++revoked;
            continue;
        }
        fields.emplace_back("secret", describe_secret(secret, now));
        for (const SecretUse& use : history.retiring_uses) {
            if (use.secret == secret.hash) {
                fields.emplace_back("  used by", describe_use(use, now));
            }
        }
    }
    if (revoked > 0) {
        fields.emplace_back("secrets", fmt::format("{} revoked", revoked));
    }
    return fields;
}

}  // namespace

Json key_details_to_json(const KeyHistory& history, Timestamp now)
{
    Json secrets = Json::array();
    for (const KeySecret& secret : std::views::reverse(history.secrets)) {
        secrets.push_back(secret_to_json(secret, history, now));
    }
    Json record = key_to_json(history.key, now);
    record["secrets"] = secrets;
    return record;
}

void print_key_history(Context& context, const KeyHistory& history, const Output& output)
{
    const Timestamp now = context.clock.now();
    if (!output.is_for_people()) {
        print_record(context, output, kind::key_details, key_details_to_json(history, now));
        return;
    }
    Fields fields = fields_of(history.key, now);
    const Fields secrets = secret_fields(history, now);
    fields.insert(fields.end(), secrets.begin(), secrets.end());
    print_fields(context.out, fields);
}

std::string describe_use(const SecretUse& use, Timestamp now)
{
    return fmt::format("{}, {}: {} {}, the last {}",
                       use.address,
                       use.agent.empty() ? "no agent named" : use.agent,
                       use.requests,
                       use.requests == 1 ? "request" : "requests",
                       describe_time(use.last_at, now, ""));
}

SecretState state_at(const KeySecret& secret, Timestamp now)
{
    return is_live(secret.state, secret.not_after, now) ? secret.state : SecretState::revoked;
}

}  // namespace azen::cli
