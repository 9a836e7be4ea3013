#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/key/secret_hash.h"
#include "core/wire/key_wire.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/handlers/api_key_json.h"
#include "server/app/handlers/handlers.h"
#include "server/app/handlers/key_work.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;
using Need = BodyFields::Need;

// What is to become of a key's secrets. Between begin and conclude or drop, whoever asked hands the
// new one over.
enum class Step : std::uint8_t { rotate, begin, conclude, drop, finish, abort };

struct Wanted {
    Step step = Step::rotate;
    RotationRequest request;
    Succession succession = Succession::on_first_use;
    SecretHash secret{};  // what conclude and drop are about: its fingerprint
};

// Whether the field names a secret; that is the step then.
void read_secret_step(BodyFields& fields, const char* name, Step step, Wanted& wanted)
{
    const auto text = fields.text(name, Need::optional);
    if (!text) {
        return;
    }
    const auto secret = parse_hash(*text);
    if (!secret) {
        fields.complain(name, "Invalid secret id");
    }
    wanted.step = step;
    wanted.secret = secret.value_or(SecretHash{});
}

void read_succession(BodyFields& fields, Wanted& wanted)
{
    const auto start = fields.text("startGrace", Need::optional);
    if (start && *start != "now" && *start != "first-use") {
        fields.complain("startGrace", R"(Invalid option: expected one of "now"|"first-use")");
    }
    if (start == "now") {
        wanted.succession = Succession::grace_from_now;
    }
    if (fields.boolean("now", Need::optional).value_or(false)) {
        wanted.succession = Succession::at_once;
    }
}

void read_step(BodyFields& fields, Wanted& wanted)
{
    constexpr std::array flags{std::pair{"begin", Step::begin},
                               std::pair{"finish", Step::finish},
                               std::pair{"abort", Step::abort}};
    for (const auto& [name, step] : flags) {
        if (fields.boolean(name, Need::optional).value_or(false)) {
            wanted.step = step;
        }
    }
    read_secret_step(fields, "conclude", Step::conclude, wanted);
    read_secret_step(fields, "drop", Step::drop, wanted);
    constexpr std::array steps{"begin", "finish", "abort", "conclude", "drop"};
    if (std::ranges::count_if(steps, [&](const char* name) { return fields.is_set(name); }) > 1) {
        fields.complain("begin", "Only one of begin, conclude, drop, finish and abort can be set");
    }
}

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
    read_succession(fields, wanted);
    read_step(fields, wanted);
    if (wanted.succession == Succession::at_once &&
        (wanted.step == Step::finish || wanted.step == Step::abort)) {
        fields.complain("now", "Only one of now, finish and abort can be true");
    }
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
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

// Where a key's secrets stand, and what more there is to say.
Reply render(const KeyHistory& history, Timestamp now, const ordered_json& more)
{
    ordered_json body = wire_key(history.key, now);
    body["secrets"] = key_wire::format(history, now).at("secrets");
    body.update(more);
    return auth_reply(body);
}

ordered_json told_of(const BegunRotation& begun)
{
    return {{"key", begun.secret ? ordered_json(begun.secret->reveal()) : ordered_json(nullptr)},
            {"displaced", name_of(begun.displaced)}};
}

Result<Reply> begin(const KeyWork& work, std::string_view reference, const Wanted& wanted)
{
    const BegunRotation begun = TRY(work.keys.begin(reference, wanted.request));
    ordered_json body = wire_key(begun.key, work.now);
    body.update(told_of(begun));
    return auth_reply(body);
}

// The reply that carries the secret may be lost. Then a secret that waits for its first use has
// harmed nothing, and asking again replaces it; one that took over at once is as good as any other
// after a leak, when the old one must not be used whatever happens.
Result<Reply> rotate(const KeyWork& work, std::string_view reference, const Wanted& wanted)
{
    const BegunRotation begun = TRY(work.keys.begin(reference, wanted.request));
    if (!begun.secret) {
        return render(TRY(work.keys.history(begun.key.id)), work.now, told_of(begun));
    }
    const KeyHistory history = TRY(work.keys.conclude(begun, wanted.succession));
    return render(history, work.now, told_of(begun));
}

// The rotation that the key's secret of that fingerprint has begun. One that is not there is of no
// use any more, which both steps can tell.
Result<BegunRotation> find_begun(const KeyWork& work,
                                 std::string_view reference,
                                 const Wanted& wanted)
{
    const KeyHistory history = TRY(work.keys.history(reference));
    BegunRotation begun{.key = history.key, .secret = {}};
    for (const KeySecret& secret : history.secrets) {
        if (fingerprint(secret.hash) == wanted.secret) {
            begun.hash = secret.hash;
        }
    }
    return begun;
}

Result<Reply> change_secrets(const KeyWork& work, std::string_view reference, const Wanted& wanted)
{
    const auto nothing_more = ordered_json::object();
    switch (wanted.step) {
        case Step::rotate: break;
        case Step::begin: return begin(work, reference, wanted);
        case Step::conclude: {
            const BegunRotation begun = TRY(find_begun(work, reference, wanted));
            return render(
                TRY(work.keys.conclude(begun, wanted.succession)), work.now, nothing_more);
        }
        case Step::drop: {
            const BegunRotation begun = TRY(find_begun(work, reference, wanted));
            return auth_reply({{"dropped", TRY(work.keys.drop(begun))}});
        }
        case Step::finish: return render(TRY(work.keys.finish(reference)), work.now, nothing_more);
        case Step::abort: return render(TRY(work.keys.abort(reference)), work.now, nothing_more);
    }
    return rotate(work, reference, wanted);
}

// The present state may stand against it: what that is, is told to whoever administers the key.
Result<Reply> run(const KeyWork& work,
                  const KeyTarget& target,
                  const KeyManager& manager,
                  const Wanted& wanted)
{
    const auto key = work.keys.find(target.reference);
    if (key && is_out_of_reach(manager, *key)) {
        return auth_error_reply(AuthError::api_key_needed);
    }
    auto reply = change_secrets(work, target.reference, wanted);
    if (reply) {
        return reply;
    }
    const Error& error = reply.error();
    return error.kind == ErrorKind::conflict ? key_failure_reply(error, false)
                                             : key_failure_reply(error, target.by_id);
}

}  // namespace

Result<Answer> rotate_key(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto commitment = read_commitment(*body);
    if (!commitment) {
        return commitment.error();
    }
    auto wanted = read_wanted(*body);
    if (!wanted) {
        return wanted.error();
    }
    // Of a trial nothing is there to be concluded.
    if (*commitment == Commitment::trial && wanted->step == Step::rotate) {
        wanted->step = Step::begin;
    }
    const auto target = TRY(find_target(call, *body));
    if (!target) {
        return target.error();
    }
    return defer_key_work(call,
                          target->scope,
                          *commitment,
                          [target = *target, manager = manager_of(call), wanted = *wanted](
                              const KeyWork& work) { return run(work, target, manager, wanted); });
}

}  // namespace azen::server::handlers
