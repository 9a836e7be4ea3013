#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "e2e/installation.h"

/// Many clients at once, bounded in number and in requests.
namespace azen::test {

/// What clients send together.
struct Load {
    std::vector<std::uint16_t> ports;  // taken in turn by the connections
    std::string request;               // sent again and again
    int requests = 0;                  // in all
    int connections = 8;               // kept alive, one thread each
};

/// How often each status was answered; 0 counts the requests without an answer.
std::map<int, int> send_at_once(const Load& load);

}  // namespace azen::test
