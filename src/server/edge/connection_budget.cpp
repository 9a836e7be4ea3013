#include "server/edge/connection_budget.h"

#include "server/app/client_network.h"

namespace azen::server {

bool ConnectionBudget::enter(const std::string& address)
{
    if (max_per_address_) {
        const auto counts = counts_.lock();
        std::size_t& count = (*counts)[client_network(address)];
        if (count >= *max_per_address_) {
            return false;
        }
        ++count;
    }
    open_.fetch_add(1, std::memory_order_relaxed);
    return true;
}

void ConnectionBudget::leave(const std::string& address)
{
    open_.fetch_sub(1, std::memory_order_relaxed);
    if (max_per_address_) {
        const auto counts = counts_.lock();
        const auto found = counts->find(client_network(address));
        if (--found->second == 0) {
            counts->erase(found);
        }
    }
}

}  // namespace azen::server
