#include <algorithm>
#include <string>
#include <utility>

#include "core/audit/audited_store.h"
#include "core/service/rotation_service.h"
#include "server/app/accounts.h"
#include "server/app/actor.h"
#include "server/app/application.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/handlers/api_key_json.h"
#include "server/app/handlers/deferred_change.h"
#include "server/app/handlers/handlers.h"
#include "server/app/key_manager.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;
using Need = BodyFields::Need;

// What is to become of a key's secrets.
enum class Step : std::uint8_t { rotate, rotate_now, finish, abort };

struct Wanted {
    Step step = Step::rotate;
    RotationRequest request;
};

tl::expected<Wanted, Reply> read_wanted(const nlohmann::json& body)
{
    BodyFields fields{body, "body"};
    Wanted wanted;
    const auto grace = fields.integer("gracePeriod", Need::optional, 1);
    if (grace) {
        // More than any key lives; what is too long is for the service to say.
        constexpr std::int64_t centuries = 10'000'000'000;
        wanted.request.grace = std::chrono::seconds{std::min(*grace, centuries)};
    }
    wanted.request.idempotency_key = fields.text("idempotencyKey", Need::optional, 1);
    const bool now = fields.boolean("now", Need::optional).value_or(false);
    const bool finish = fields.boolean("finish", Need::optional).value_or(false);
    const bool abort = fields.boolean("abort", Need::optional).value_or(false);
    if (int{now} + int{finish} + int{abort} > 1) {
        fields.complain("now", "Only one of now, finish and abort can be true");
    }
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    wanted.step = now      ? Step::rotate_now
                  : finish ? Step::finish
                  : abort  ? Step::abort
                           : Step::rotate;
    return wanted;
}

std::string_view name_of(Displaced displaced)
{
    switch (displaced) {
        case Displaced::nothing: break;
        case Displaced::pending: return "pending";
        case Displaced::retiring: return "retiring";
    }
    return "nothing";
}

Reply render(const ApiKey& key, Timestamp now, ordered_json more)
{
    ordered_json body = wire_key(key, now);
    body.update(more);
    return auth_reply(body);
}

// The reply that carries the secret may be lost. Then a secret that waits for its first use has
// harmed nothing, and asking again replaces it; one that took over at once is as good as any other
// after a leak, when the old one must not be used whatever happens.
Result<Reply> rotate(RotationService& rotations,
                     std::string_view key_id,
                     const Wanted& wanted,
                     Timestamp now)
{
    auto begun = TRY(rotations.begin(key_id, wanted.request));
    if (!begun.secret) {
        return render(begun.key, now, {{"key", nullptr}, {"displaced", "nothing"}});
    }
    const KeyHistory history = TRY(rotations.conclude(
        begun, wanted.step == Step::rotate_now ? Succession::at_once : Succession::on_first_use));
    return render(history.key,
                  now,
                  {{"key", begun.secret->reveal()}, {"displaced", name_of(begun.displaced)}});
}

Result<Reply> change_secrets(RotationService& rotations,
                             std::string_view key_id,
                             const Wanted& wanted,
                             Timestamp now)
{
    switch (wanted.step) {
        case Step::finish: {
            const KeyHistory history = TRY(rotations.finish(key_id));
            return render(history.key, now, ordered_json::object());
        }
        case Step::abort: {
            const KeyHistory history = TRY(rotations.abort(key_id));
            return render(history.key, now, ordered_json::object());
        }
        case Step::rotate:
        case Step::rotate_now: break;
    }
    return rotate(rotations, key_id, wanted, now);
}

// The present state may stand against it: what that is, is told to whoever administers the key.
Result<Reply> run(const Services& services,
                  const Actor& actor,
                  std::string_view key_id,
                  const Wanted& wanted)
{
    const auto store = make_audited_store(services.store, actor, services.clock);
    RotationService rotations{*store, services.accounts.random, services.clock};
    auto reply = change_secrets(rotations, key_id, wanted, services.clock.now());
    if (reply) {
        return reply;
    }
    return reply.error().kind == ErrorKind::conflict
               ? auth_error_reply(AuthError::key_state, reply.error().message)
               : auth_failure_reply(reply.error());
}

}  // namespace

Result<Answer> rotate_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto id = read_key_id(*body);
    if (!id) {
        return id.error();
    }
    const auto wanted = read_wanted(*body);
    if (!wanted) {
        return wanted.error();
    }
    const auto key = TRY(find_managed_key(*call.transaction, manager_of(call), *id));
    if (!key) {
        return auth_error_reply(AuthError::key_not_found);
    }
    const Actor actor = TRY(actor_of(call));
    return defer_change([&services = call.services, actor, id = key->id, wanted = *wanted] {
        return run(services, actor, id, wanted);
    });
}

}  // namespace azen::server::handlers
