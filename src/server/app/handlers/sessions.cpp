#include "core/service/user_service.h"
#include "server/app/accounts.h"
#include "server/app/actor.h"
#include "server/app/application.h"
#include "server/app/auth_replies.h"
#include "server/app/handlers/handlers.h"

namespace azen::server::handlers {

// A session that is gone already is no error: the client wanted it gone.
Result<Answer> sign_out(const Call& call)
{
    if (call.session != nullptr) {
        const Actor actor = TRY(actor_of(call));
        TRY(call.transaction->sessions().erase(call.session->session.id));
        TRY(call.transaction->audit().append({.at = call.now,
                                              .actor = actor,
                                              .action = "user.sign_out",
                                              .subject_id = actor.id,
                                              .subject_name = actor.name,
                                              .change = "{}"}));
    }
    Reply reply = auth_reply({{"success", true}});
    reply.headers = call.services.accounts.cookies.forget();
    return reply;
}

Result<Answer> get_session(const Call& call)
{
    if (call.session == nullptr) {
        return auth_reply(nullptr);
    }
    const User user =
        TRY(user_service::find(call.transaction->accounts(), call.session->session.user_id));
    return auth_reply({{"session", wire_session(*call.session)}, {"user", wire_user(user)}});
}

}  // namespace azen::server::handlers
