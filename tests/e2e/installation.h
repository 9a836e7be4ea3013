#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "support/http.h"
#include "support/process.h"
#include "support/temp_dir.h"

/// What every end-to-end test starts from: the real program, in a world of its own.
namespace azen::test {

using Words = std::vector<std::string>;

/// How a program is called apart from its words.
struct Call {
    Words environment;  // "NAME=value", before what an installation sets itself
    std::string input;
};

/// A machine on which azen has never run: a HOME that is empty, an environment with nothing of the
/// tester's in it. Keeps all that the program has printed, so that secrets can be looked for.
///
/// In every test it is looked for them anyway: no standard error and no server's log may hold a
/// secret, nor may any file of the store hold one that a program has printed, a password or the
/// master key, which may not be printed at all; no secret of a key may be printed twice.
class Installation {
public:
    Installation() = default;
    ~Installation();
    Installation(const Installation&) = delete;
    Installation& operator=(const Installation&) = delete;

    /// Runs `azen WORDS…` to its end.
    Outcome azen(const Words& words, const Call& call = {});

    /// The same for another program, in the same world.
    Outcome run(const Words& words, const Call& call = {});

    /// The secret of a key made with `azen keys create WORDS…`, which must succeed.
    std::string create_key(const Words& words);

    /// One field of a key's record, as JSON text: `field("ci", "requestCount")`.
    std::string key_field(const std::string& reference, const std::string& field);

    /// What a server answers to `curl WORDS…`. Status 0: no answer.
    HttpResponse curl(const Words& words, Body body = Body::present);

    /// Starts a program and lets it run.
    Process start(const Words& words, const Call& call = {});

    /// Lets every `azen serve` from now on record what it answers, in that directory rather than in
    /// $AZEN_EXCHANGES: see record_exchanges.cpp.
    void record_exchanges(const std::filesystem::path& directory) { exchanges_ = directory; }

    /// "AZEN=…", for scripts: where the program under test is.
    static std::string azen_variable();

    std::filesystem::path home() const { return root_.path(); }
    std::filesystem::path directory() const { return root_ / ".local/share/azen"; }
    std::filesystem::path store() const { return directory() / "azen.db"; }

    /// What the programs that came to their end have printed, but for the secrets that create_key()
    /// was asked for.
    const std::string& printed() const { return printed_; }

private:
    Words environment(const Words& further) const;
    Words recording_environment(const Words& further) const;
    void look_for_secrets(const Words& words, const Call& call, const Outcome& outcome);

    TempDir root_;
    std::filesystem::path exchanges_;
    std::string printed_;
    std::set<std::string> secrets_;  // that were printed
};

/// `azen serve` on a free port of the loopback interface. Killed when destroyed.
class RunningServer {
public:
    /// Returns when it accepts connections; ends the test when it does not.
    explicit RunningServer(Installation& machine, const Words& options = {}, const Call& call = {});
    ~RunningServer();
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    std::uint16_t port() const { return port_; }
    std::string url(const std::string& target = "") const { return base_url_ + target; }
    HttpConnection connect() const { return HttpConnection::to_port(port_); }

    /// One request on a connection of its own. Status 0: no answer.
    HttpResponse request(const RequestText& text) const;

    pid_t pid() const { return process_.pid(); }
    void signal(int number) const { process_.signal(number); }

    /// Waits for its end; its exit status.
    int wait();

    /// Tells it to stop, and waits; its exit status.
    int stop();

    /// kill -9, and waits.
    void kill();

    /// All that it has said so far: its events and its access log.
    std::string log() const { return process_.out() + process_.err(); }

private:
    Process process_;
    std::string base_url_;
    std::uint16_t port_ = 0;
};

/// The everyday case: a server, and a key for it.
struct Served {
    Installation machine;
    RunningServer server{machine};
    std::string key = machine.create_key({"test"});
};

/// A POST to the memory API's collection.
RequestText create_memory(const std::string& key, const std::string& json);

/// GET /api/v1/verify, the cheapest request that is charged.
RequestText verify(const std::string& key);

/// One field of a JSON text: a string's characters, anything else as compact JSON; empty when it is
/// not there. `pointer` is an RFC 6901 pointer: "/memory/id".
std::string json_at(const std::string& json, const std::string& pointer);

}  // namespace azen::test
