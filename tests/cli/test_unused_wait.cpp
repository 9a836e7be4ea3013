#include <functional>

#include <doctest/doctest.h>

#include "cli/support/console.h"
#include "cli/unused_wait.h"
#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;
using test::contains;
using test::must;

/// A key whose new secret has been handed over, and a world that goes on while it is waited.
struct Waiting {
    test::TempDir directory;
    test::Console console;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));
    LocalKeyService keys{*store, console.random, console.clock};
    IssuedKey issued = must(keys.create({.name = "ci"}));
    BegunRotation begun = must(keys.begin("ci", {.grace = 1h}));
    std::function<void()> each_second = [] {
    };

    Waiting() { must(keys.conclude(begun, Succession::on_first_use)); }

    void use_new() { must(keys.verify(begun.secret->reveal(), "")); }

    /// As a request from another machine does.
    void use_old()
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        transaction->keys().record_retiring_use({.secret = key_secret::hash(issued.secret.reveal()),
                                                 .address = "10.0.0.7",
                                                 .agent = "curl/8.0",
                                                 .requests = 1,
                                                 .last_at = console.clock.now()});
        must(transaction->commit());
    }

    Silence wait(const UnusedWait& wanted)
    {
        return console.with_context([&](Context& context) {
            context.pause = [this](milliseconds length) {
                console.pauses.push_back(length);
                console.clock.advance(length);
                each_second();
            };
            const WaitOutcome outcome =
                must(wait_until_unused(keys, begun.key.id, wanted, context));
            print_wait_outcome(context, wanted, outcome);
            return outcome.silence;
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Waiting, "an old secret that nobody uses is quiet as soon as the time is over")
{
    use_new();

    CHECK(wait({.quiet = 10min, .at_most = 1h}) == Silence::reached);

    CHECK(console.pauses.size() == 600);
    CHECK(contains(console.err(), "nobody has used the old secret az_"));
    CHECK(contains(console.err(), "for 10m"));
}

TEST_CASE_FIXTURE(Waiting, "each use of the old secret starts the quiet again")
{
    use_new();
    each_second = [this] {
        if (console.pauses.size() <= 30) {
            use_old();
        }
    };

    CHECK(wait({.quiet = 1min, .at_most = 1h}) == Silence::reached);

    CHECK(console.pauses.size() == 90);
}

TEST_CASE_FIXTURE(Waiting, "when the ceiling passes, it is told who still uses the old secret")
{
    use_new();
    each_second = [this] {
        use_old();
    };

    CHECK(wait({.quiet = 1min, .at_most = 5min}) == Silence::not_reached);

    CHECK(console.pauses.size() == 300);
    CHECK(contains(console.err(), "after 5m the old secret az_"));
    CHECK(contains(console.err(), "used by 10.0.0.7, curl/8.0: 300 requests, the last "));
}

TEST_CASE_FIXTURE(Waiting, "the first use of the new secret is waited for")
{
    each_second = [this] {
        if (console.pauses.size() == 120) {
            use_new();
        }
    };

    CHECK(wait({.quiet = 1min, .at_most = 1h}) == Silence::reached);

    CHECK(console.pauses.size() == 180);
}

TEST_CASE_FIXTURE(Waiting, "a new secret that nobody uses leaves the old one in use")
{
    CHECK(wait({.quiet = 1s, .at_most = 3s}) == Silence::not_reached);

    CHECK(contains(console.err(), "has not been used yet"));
}

TEST_CASE_FIXTURE(Waiting, "a grace that ends meanwhile ends the wait")
{
    use_new();
    each_second = [this] {
        if (console.pauses.size() == 5) {
            must(keys.finish("ci"));
        }
    };

    CHECK(wait({.quiet = 1min, .at_most = 1h}) == Silence::nothing_old);

    CHECK(console.pauses.size() == 5);
    CHECK(contains(console.err(), "no old secret of it works any more"));
}

TEST_CASE_FIXTURE(Waiting, "a person at a terminal sees how it stands, and a script nothing of it")
{
    use_new();
    wait({.quiet = 2s, .at_most = 1h});
    CHECK_FALSE(contains(console.err(), "\r"));

    console.terminals.err = true;
    console.set("TERM", "xterm");
    use_old();
    wait({.quiet = 2s, .at_most = 1h});
    CHECK(contains(console.err(), "has not been used for 1s of 2s; last by 10.0.0.7 (curl/8.0)"));
}

}  // namespace azen::cli
