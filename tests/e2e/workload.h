#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "e2e/installation.h"

/// Clients at work while something happens to their servers.
namespace azen::test {

/// What clients have sent, and what they were told about it.
struct Experience {
    int sent = 0;
    int accepted = 0;
    int unavailable = 0;                                        // answers of status 503
    int wrong = 0;                                              // answers that were neither
    std::vector<std::pair<std::string, std::string>> memories;  // id and text, acknowledged
    std::vector<std::string> deleted;                           // ids, acknowledged

    void add(const Experience& other);
};

/// Four clients, spread over servers on one store: each stores, searches and deletes memories and
/// verifies the key, in turn, until its server is gone or end() is called.
class Workload {
public:
    Workload(const std::vector<std::uint16_t>& ports, const std::string& key);

    /// So far, and by all of them.
    int accepted() const { return accepted_; }
    int unavailable() const { return unavailable_; }

    /// Waits until they have come to their ends; what they have experienced. To be called once.
    Experience end();

private:
    friend class WorkingClient;

    std::atomic<int> accepted_{0};
    std::atomic<int> unavailable_{0};
    std::vector<Experience> experiences_;
    std::vector<std::jthread> threads_;
};

/// Whether all that was acknowledged is so.
void check_memories(const RunningServer& server,
                    const std::string& key,
                    const Experience& experience);

}  // namespace azen::test
