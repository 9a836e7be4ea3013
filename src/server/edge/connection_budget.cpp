#include "server/edge/connection_budget.h"

#include "server/app/client_network.h"

namespace azen::server {

namespace {

std::size_t count_of(const std::unordered_map<std::string, std::size_t>& counts,
                     const std::string& name)
{
    const auto found = counts.find(name);
    return found == counts.end() ? 0 : found->second;
}

void count_down(std::unordered_map<std::string, std::size_t>& counts, const std::string& name)
{
    const auto found = counts.find(name);
    if (--found->second == 0) {
        counts.erase(found);
    }
}

}  // namespace

bool ConnectionBudget::enter(const std::string& address)
{
    if (max_per_address_) {
        const ClientNetwork network = client_network(address);
        const auto networks = networks_.lock();
        if (count_of(networks->clients, network.client) >= *max_per_address_ ||
            count_of(networks->sites, network.site) >= *max_per_address_ * clients_of_site) {
            return false;
        }
        ++networks->clients[network.client];
        ++networks->sites[network.site];
    }
    open_.fetch_add(1, std::memory_order_relaxed);
    return true;
}

void ConnectionBudget::leave(const std::string& address)
{
    open_.fetch_sub(1, std::memory_order_relaxed);
    if (max_per_address_) {
        const ClientNetwork network = client_network(address);
        const auto networks = networks_.lock();
        count_down(networks->clients, network.client);
        count_down(networks->sites, network.site);
    }
}

}  // namespace azen::server
