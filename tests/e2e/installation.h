#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/http.h"
#include "support/process.h"
#include "support/temp_dir.h"

#include "e2e/secret_watch.h"

/// What every end-to-end test starts from: the real program, in a world of its own.
namespace azen::test {

using Words = std::vector<std::string>;

/// How a program is called apart from its words.
struct Call {
    Words environment;  // "NAME=value", before what an installation sets itself
    std::string input;
};

/// A machine on which azen has never run: a HOME that is empty, an environment with nothing of the
/// tester's in it.
///
/// In every test it is looked for secrets: the keys, passwords, sessions' tokens and master keys
/// that it was told of, that programs were given or have printed, and that servers have answered.
/// No program may print one on its standard error, nor azen on its standard output but for a key,
/// once, by a command that ends; and no file below home() may hold one but those that are meant to:
/// one whose name has `.master-key` in it its master keys, others when the test says so with
/// keeps_secret(). This is checked when a program has ended, and for all that run and all files
/// when a server ends and when the test does. One per thread, except for watch().
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

    /// That secrets are meant to be in a file or in what is below a directory, and in what is
    /// called `PATH.…`, as files in the making are. Gives the path.
    std::filesystem::path keeps_secret(const std::filesystem::path& path);

    /// What is known of secrets, and may be told of more.
    SecretWatch& watch() { return watch_; }

    /// Where secrets are that are not meant to be there, a line each. Of programs that are gone it
    /// tells once.
    std::vector<std::string> leaks();

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
    void learn(const Words& words, const Call& call);
    void learn_master_keys(const std::filesystem::path& file);
    bool is_meant_to_keep(const std::filesystem::path& file) const;
    void look_for_secrets(const Words& words, const Call& call, const Outcome& outcome);
    void look_into_programs(std::vector<std::string>& leaks);
    void look_into_files(std::vector<std::string>& leaks);

    /// A program that was started.
    struct Started {
        Words words;
        std::shared_ptr<const Printed> printed;  // nobody else's: it is gone
    };

    TempDir root_;
    std::filesystem::path exchanges_;
    std::string printed_;
    std::vector<Started> started_;
    std::set<std::filesystem::path> keepers_;
    SecretWatch watch_;
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

    /// One request on a connection of its own. Status 0: no answer. From any thread.
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
    Installation& machine_;
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
