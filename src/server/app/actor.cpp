#include "server/app/actor.h"

#include <string>

#include "server/app/accounts.h"
#include "server/app/application.h"
#include "server/app/client_address.h"

namespace azen::server {

Result<Actor> actor_of(const Call& call)
{
    const std::string_view address = client_address(call.request, call.services.accounts.transport);
    Actor actor{.kind = ActorKind::user, .id = {}, .name = {}, .origin = std::string{address}};
    if (call.session != nullptr) {
        actor.id = call.session->session.user_id;
        const auto user = TRY(call.transaction->accounts().find_user(actor.id));
        actor.name = user ? user->name : std::string{};
        return actor;
    }
    actor.kind = ActorKind::key;
    actor.id = call.caller.identity.api_key_id;
    const auto key = TRY(call.transaction->records().find(actor.id));
    actor.name = key ? key->name : std::string{};
    return actor;
}

}  // namespace azen::server
