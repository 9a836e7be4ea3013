#pragma once

#include <string>
#include <utility>

#include "cli/support/console.h"
#include "cli/support/scripted_server.h"

namespace azen::test {

/// A console whose server answers every request alike, and whose key is there.
struct Served {
    explicit Served(Answer answer) : server{{std::move(answer)}}
    {
        console.set("AZEN_BASE_URL", server.url());
        console.set("AZEN_API_KEY", "the-key");
    }

    cli::ExitStatus run(const Words& words) { return console.run(words); }

    /// The first request. Precondition: there was one.
    std::string request() { return server.requests().at(0); }

    ScriptedServer server;
    Console console;
};

}  // namespace azen::test
