// Two processes rotate and use one key in any order and die at any moment; time goes on, the key is
// disabled and expires. What must hold all the same: while no administrator has removed it, the key
// has a secret that works; never more than two; and what has stopped working stays so.

#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include "core/service/authenticator.h"
#include "core/service/local_key_service.h"
#include "core/service/rotation_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t process_count = 2;

milliseconds any_length()
{
    return milliseconds{*rc::gen::inRange(1'000, 20'000)};
}

class World {
public:
    World()
    {
        NewKey wanted;
        wanted.name = "ci";
        wanted.rate_limit.enabled = false;
        secrets_.push_back(must(keys().create(wanted)).secret);
    }

    void step()
    {
        who_ = *rc::gen::inRange<std::size_t>(0, process_count);
        switch (*rc::gen::inRange(0, 12)) {
            case 0:
            case 1: rotate(); break;
            case 2: begin_and_die(); break;
            case 3: lose_secret(); break;
            case 4: finish(); break;
            case 5: abort(); break;
            case 6: toggle(); break;
            case 7: expire(); break;
            case 8: die_in_transaction(); break;
            case 9: clock_.advance(any_length()); break;
            default: use_any(); break;
        }
        for (who_ = 0; who_ < process_count; ++who_) {
            check();
        }
    }

private:
    Store& store()
    {
        auto& store = processes_.at(who_);
        if (!store) {
            store = must(open_sqlite_store(directory_ / "azen.db"));
        }
        return *store;
    }
    LocalKeyService keys() { return {store(), random_, clock_}; }
    RotationService rotations() { return {store(), random_, clock_}; }
    void die() { processes_.at(who_).reset(); }

    std::optional<BegunRotation> begin()
    {
        auto begun = rotations().begin("ci", {.grace = any_length()});
        if (!begun) {
            RC_ASSERT(begun.error().kind == ErrorKind::conflict);
            RC_ASSERT(expired());
            return std::nullopt;
        }
        secrets_.push_back(Secret{std::string{begun->secret->reveal()}});
        return std::move(*begun);
    }

    void rotate()
    {
        if (const auto begun = begin()) {
            must(rotations().conclude(
                *begun,
                *rc::gen::element(
                    Succession::on_first_use, Succession::grace_from_now, Succession::at_once)));
        }
    }
    void begin_and_die()
    {
        begin();
        die();
    }
    void lose_secret()
    {
        if (const auto begun = begin()) {
            RC_ASSERT(must(rotations().drop(*begun)));
        }
    }
    void finish() { check_conflict(rotations().finish("ci")); }
    void abort() { check_conflict(rotations().abort("ci")); }

    static void check_conflict(const Result<KeyHistory>& result)
    {
        RC_ASSERT(result || result.error().kind == ErrorKind::conflict);
    }

    void toggle()
    {
        enabled_ = !enabled_;
        must(keys().change("ci", {.enabled = enabled_}));
    }
    void expire()
    {
        const bool ever = *rc::gen::arbitrary<bool>();
        expires_at_ = ever ? std::optional{clock_.now() + any_length()} : std::nullopt;
        must(keys().change("ci", {.expires_at = expires_at_}));
    }
    bool expired() const { return expires_at_ && clock_.now() >= *expires_at_; }

    const Secret& any_secret()
    {
        return secrets_[*rc::gen::inRange<std::size_t>(0, secrets_.size())];
    }

    /// What is decided on a request is what the state of its secret says.
    void use_any()
    {
        const Secret& secret = any_secret();
        const bool passes = enabled_ && !expired() && are_live({&secret, 1}).front();
        RC_ASSERT(must(keys().verify(secret.reveal(), "")).refusal.has_value() == !passes);
    }

    /// All that a request and an administrator can do at once, undone by death before the commit.
    void die_in_transaction()
    {
        {
            const auto transaction = must(store().begin(Durability::process_crash));
            const SecretHash hash = key_secret::hash(any_secret().reveal());
            LiveSecret found;
            must(transaction->keys().find_live({&hash, 1}, {&found, 1}));
            must(authenticator::admit(
                transaction->keys(),
                {.hash = hash, .secret = found, .permission = {}, .client = {}},
                clock_.now()));
            KeySecrets secrets = must(transaction->keys().secrets(found.key->id()));
            rotation::finish(secrets, clock_.now());
            must(transaction->keys().put_secrets(found.key->id(), secrets));
        }
        if (*rc::gen::arbitrary<bool>()) {
            die();
        }
    }

    std::vector<bool> are_live(std::span<const Secret> secrets)
    {
        std::vector<SecretHash> hashes;
        for (const Secret& secret : secrets) {
            hashes.push_back(key_secret::hash(secret.reveal()));
        }
        std::vector<LiveSecret> found(hashes.size());
        const auto transaction = must(store().begin(Durability::process_crash));
        must(transaction->keys().find_live(hashes, found));
        std::vector<bool> live;
        for (const LiveSecret& secret : found) {
            RC_ASSERT(secret.key != nullptr);
            live.push_back(is_live(secret.state, secret.not_after, clock_.now()));
        }
        return live;
    }

    void check()
    {
        const std::vector<bool> live = are_live(secrets_);
        for (std::size_t i = 0; i < live.size(); ++i) {
            RC_ASSERT(!live[i] || !dead_.contains(i));
            if (!live[i]) {
                dead_.insert(i);
            }
        }
        const auto count = std::ranges::count(live, true);
        RC_ASSERT(count >= 1);
        RC_ASSERT(count <= 2);
    }

    TempDir directory_;
    std::array<std::unique_ptr<Store>, process_count> processes_;
    std::size_t who_ = 0;  // the process whose turn it is
    FakeClock clock_;
    FakeRandom random_;
    std::vector<Secret> secrets_;  // all that ever were
    std::set<std::size_t> dead_;
    bool enabled_ = true;
    std::optional<Timestamp> expires_at_;
};

}  // namespace

TEST_CASE("whatever processes do to a key, one secret works, never three, and none comes back")
{
    CHECK(rc::check("processes that rotate one key", [] {
        World world;
        const int steps = *rc::gen::inRange(1, 40);
        for (int i = 0; i < steps; ++i) {
            world.step();
        }
    }));
}
