/// What a key is good for and what it did, for whoever administers it.

#include <string>
#include <utility>

#include "core/usage/usage_json.h"
#include "core/wire/key_wire.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/handlers/handlers.h"
#include "server/app/handlers/key_work.h"

namespace azen::server::handlers {

namespace {

using Need = BodyFields::Need;

struct Question {
    std::string key;
    std::string permission;
    bool explain = false;
    std::optional<Timestamp> at;
};

tl::expected<Question, Reply> read_question(const nlohmann::json& body)
{
    BodyFields fields{body, "body"};
    Question question{.key = fields.text("key", Need::required).value_or(""),
                      .permission = fields.text("permission", Need::optional).value_or(""),
                      .explain = fields.boolean("explain", Need::optional).value_or(false),
                      .at = fields.time("at", Need::nullable)};
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    return question;
}

Result<Reply> decide(const KeyWork& work, const Question& question)
{
    if (question.explain || question.at) {
        const Explanation explanation =
            TRY(work.keys.explain(question.key, question.permission, question.at));
        return auth_reply(key_wire::format(explanation, work.now));
    }
    const Verification verification = TRY(work.keys.verify(question.key, question.permission));
    return auth_reply(key_wire::format(verification, work.now));
}

}  // namespace

// The secret is in the body, which no log has; a key of another organization is unknown here.
Result<Answer> verify_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto question = read_question(*body);
    if (!question) {
        return question.error();
    }
    const auto scope = TRY(find_scope(call));
    if (!scope) {
        return scope.error();
    }
    return defer_key_work(
        call, *scope, Commitment::real, [question = *question](const KeyWork& work) {
            return decide(work, question);
        });
}

Result<Answer> key_usage(const Call& call)
{
    const auto target = TRY(find_target(call));
    if (!target) {
        return target.error();
    }
    return defer_key_work(
        call, target->scope, Commitment::trial, [target = *target](const KeyWork& work) {
            const auto series = work.keys.usage(target.reference);
            return series ? Result<Reply>{auth_reply(usage_to_json(*series))}
                          : key_failure_reply(series.error(), target.by_id);
        });
}

}  // namespace azen::server::handlers
