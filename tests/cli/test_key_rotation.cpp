#include <doctest/doctest.h>

#include "cli/key_rotation.h"
#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;
using test::must;

/// Takes secrets, or fails to, and does something in between as the world does.
class ScriptedSink final : public SecretSink {
public:
    Result<void> deliver(const Secret& text, const ApiKey& /*key*/) override
    {
        got = std::string{text.reveal()};
        if (meanwhile) {
            meanwhile(got);
        }
        return takes ? Result<void>{} : fail(ErrorKind::internal, "the disk is full", "make room");
    }
    std::string whereabouts() const override { return "here"; }

    bool takes = true;
    std::function<void(const std::string&)> meanwhile;
    std::string got;
};

struct Fixture {
    test::TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));
    test::FakeClock clock;
    test::FakeRandom random;
    LocalKeyService keys{*store, random, clock};
    ScriptedSink sink;
    IssuedKey issued = must(keys.create({.name = "ci"}));

    Result<RotationOutcome> rotate(Succession succession, const RotationRequest& request = {})
    {
        return rotate_key(keys,
                          "ci",
                          {.request = request, .succession = succession, .notation = {}},
                          sink,
                          clock);
    }

    bool works(std::string_view secret) { return !must(keys.verify(secret, "")).refusal; }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a secret that has arrived works, and so does the old one")
{
    const auto outcome = must(rotate(Succession::on_first_use));

    CHECK(outcome.after.has_value());
    CHECK(works(issued.secret.reveal()));
    CHECK(works(sink.got));
    CHECK(works(issued.secret.reveal()));
}

TEST_CASE_FIXTURE(Fixture, "a secret works from the moment it is handed over")
{
    bool worked = false;
    sink.meanwhile = [&](const std::string& secret) {
        worked = works(secret);
    };

    must(rotate(Succession::at_once));

    CHECK(worked);
    CHECK_FALSE(works(issued.secret.reveal()));
}

TEST_CASE_FIXTURE(Fixture, "a secret that did not arrive is dropped, and the key is as it was")
{
    for (const Succession succession :
         {Succession::on_first_use, Succession::grace_from_now, Succession::at_once}) {
        sink.takes = false;
        const auto outcome = rotate(succession);

        CHECK(outcome.error().kind == ErrorKind::internal);
        CHECK(outcome.error().message ==
              "the new secret of \"ci\" reached nobody and was dropped; the old one works on: the "
              "disk is full");
        CHECK_FALSE(works(sink.got));
        CHECK(works(issued.secret.reveal()));
    }
}

TEST_CASE_FIXTURE(Fixture, "a secret that arrived although its handing over failed stays")
{
    sink.takes = false;
    sink.meanwhile = [this](const std::string& secret) {
        works(secret);
    };

    const auto outcome = rotate(Succession::on_first_use);

    CHECK(outcome.error().message.find("someone has used it") != std::string::npos);
    CHECK(works(sink.got));
}

TEST_CASE_FIXTURE(Fixture, "the same idempotency key hands nothing over again, once it has")
{
    const RotationRequest request{.idempotency_key = "job-1"};
    sink.takes = false;
    CHECK_FALSE(rotate(Succession::on_first_use, request).has_value());
    sink.takes = true;
    CHECK(must(rotate(Succession::on_first_use, request)).after.has_value());

    sink.got.clear();
    const auto again = must(rotate(Succession::on_first_use, request));

    CHECK_FALSE(again.after.has_value());
    CHECK(sink.got.empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "a rotation that another has overtaken says that its secret is of no use")
{
    sink.meanwhile = [this](const std::string&) {
        must(keys.begin("ci", {}));
    };

    CHECK(rotate(Succession::at_once).error().kind == ErrorKind::conflict);
    CHECK(works(issued.secret.reveal()));
}

}  // namespace azen::cli
