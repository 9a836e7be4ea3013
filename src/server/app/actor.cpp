#include "server/app/actor.h"

#include <string>
#include <utility>

#include "server/app/accounts.h"
#include "server/app/application.h"

namespace azen::server {

Result<Actor> actor_of(const Call& call)
{
    const std::string& address = call.request.client;
    if (call.session == nullptr) {
        return key_actor(*call.transaction, std::string{call.caller.identity.api_key_id}, address);
    }
    Actor actor{.kind = ActorKind::user,
                .id = call.session->session.user_id,
                .name = {},
                .origin = address};
    const auto user = TRY(call.transaction->accounts().find_user(actor.id));
    actor.name = user ? user->name : std::string{};
    return actor;
}

Result<Actor> key_actor(Transaction& transaction, std::string id, std::string_view address)
{
    const auto key = TRY(transaction.records().find(id));
    return Actor{.kind = ActorKind::key,
                 .id = std::move(id),
                 .name = key ? key->name : std::string{},
                 .origin = std::string{address}};
}

}  // namespace azen::server
