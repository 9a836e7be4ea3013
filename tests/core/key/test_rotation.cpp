#include <rapidcheck.h>

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "core/key/rotation.h"

using namespace azen;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{milliseconds{1'768'473'000'000}};

SecretHash hash_of(std::string_view text)
{
    return key_secret::hash(text);
}

KeySecret fresh(std::string_view text, milliseconds grace = 1h)
{
    return {.hash = hash_of(text), .start = std::string{text}, .grace = grace};
}

/// A key with the active secret "old".
KeySecrets one_secret()
{
    KeySecret old = fresh("old");
    old.created_at = start;
    old.since = start;
    return {old};
}

/// The same, with "new" pending.
KeySecrets rotating(milliseconds grace = 1h)
{
    KeySecrets secrets = one_secret();
    rotation::begin(secrets, fresh("new", grace), start);
    return secrets;
}

/// The same, with "new" active and "old" retiring.
KeySecrets in_grace(milliseconds grace = 1h)
{
    KeySecrets secrets = rotating(grace);
    rotation::activate(secrets, hash_of("new"), std::nullopt, start);
    return secrets;
}

const KeySecret& at(const KeySecrets& secrets, std::string_view text)
{
    const auto found = std::ranges::find(secrets, hash_of(text), &KeySecret::hash);
    REQUIRE(found != secrets.end());
    return *found;
}

bool works(const KeySecret& secret, Timestamp now)
{
    return is_live(secret.state, secret.not_after, now);
}

}  // namespace

TEST_CASE("a rotation adds a pending secret and leaves the active one alone")
{
    KeySecrets secrets = one_secret();

    const Displaced displaced = rotation::begin(secrets, fresh("new"), start + 1s);

    CHECK(displaced == Displaced::nothing);
    CHECK(at(secrets, "old") == one_secret().front());
    CHECK(at(secrets, "new").state == SecretState::pending);
    CHECK(at(secrets, "new").created_at == start + 1s);
    CHECK(at(secrets, "new").since == start + 1s);
}

TEST_CASE("the first use makes the new secret active and starts the old one's grace")
{
    KeySecrets secrets = rotating(1h);

    CHECK(rotation::activate(secrets, hash_of("new"), std::nullopt, start + 5s));

    CHECK(at(secrets, "new").state == SecretState::active);
    CHECK(at(secrets, "new").delivered);
    CHECK(at(secrets, "old").state == SecretState::retiring);
    CHECK(at(secrets, "old").not_after == start + 5s + 1h);
    CHECK(at(secrets, "old").since == start + 5s);
}

TEST_CASE("the second use changes nothing")
{
    KeySecrets secrets = in_grace();
    const KeySecrets before = secrets;

    CHECK(!rotation::activate(secrets, hash_of("new"), std::nullopt, start + 5s));
    CHECK(!rotation::activate(secrets, hash_of("old"), std::nullopt, start + 5s));

    CHECK(secrets == before);
}

TEST_CASE("grace ends with the key's own expiry when that comes first")
{
    KeySecrets sooner = rotating(1h);
    KeySecrets later = rotating(1h);

    rotation::activate(sooner, hash_of("new"), start + 10min, start);
    rotation::activate(later, hash_of("new"), start + 2h, start);

    CHECK(at(sooner, "old").not_after == start + 10min);
    CHECK(at(later, "old").not_after == start + 1h);
}

TEST_CASE("the newest secret is the pending one, else the active one")
{
    KeySecrets gone = one_secret();
    gone.front().state = SecretState::revoked;

    CHECK(rotation::newest(rotating())->hash == hash_of("new"));
    CHECK(rotation::newest(in_grace())->hash == hash_of("new"));
    CHECK(rotation::newest(one_secret())->hash == hash_of("old"));
    CHECK(rotation::newest(gone) == nullptr);
}

TEST_CASE("rotating again replaces a pending secret and says so")
{
    KeySecrets secrets = rotating();

    CHECK(rotation::begin(secrets, fresh("newer"), start + 1s) == Displaced::pending);

    CHECK(at(secrets, "old").state == SecretState::active);
    CHECK(at(secrets, "new").state == SecretState::revoked);
    CHECK(at(secrets, "newer").state == SecretState::pending);
}

TEST_CASE("rotating again ends an earlier grace and says so")
{
    KeySecrets secrets = in_grace();

    CHECK(rotation::begin(secrets, fresh("newer"), start + 1s) == Displaced::retiring);

    CHECK(at(secrets, "old").state == SecretState::revoked);
    CHECK(at(secrets, "new").state == SecretState::active);
}

TEST_CASE("a grace that is over by itself is not said to be ended")
{
    KeySecrets secrets = in_grace(1h);

    CHECK(rotation::begin(secrets, fresh("newer"), start + 1h) == Displaced::nothing);

    CHECK(at(secrets, "old").state == SecretState::revoked);
    CHECK(at(secrets, "old").since == start + 1h);
}

TEST_CASE("taking over revokes the old secret at once")
{
    KeySecrets pending = rotating();
    KeySecrets grace = in_grace();

    CHECK(rotation::take_over(pending, hash_of("new"), start + 1s));
    CHECK(rotation::take_over(grace, hash_of("new"), start + 1s));

    for (const KeySecrets& secrets : {pending, grace}) {
        CHECK(at(secrets, "old").state == SecretState::revoked);
        CHECK(!at(secrets, "old").not_after);
        CHECK(at(secrets, "new").state == SecretState::active);
    }
}

TEST_CASE("taking over leaves a later secret pending")
{
    KeySecrets secrets = in_grace();
    rotation::begin(secrets, fresh("newer"), start);

    CHECK(rotation::take_over(secrets, hash_of("new"), start + 1s));

    CHECK(at(secrets, "new").state == SecretState::active);
    CHECK(at(secrets, "newer").state == SecretState::pending);
}

TEST_CASE("a secret that retires or is gone cannot take over")
{
    KeySecrets secrets = in_grace();

    CHECK(!rotation::take_over(secrets, hash_of("old"), start));
    CHECK(!rotation::take_over(secrets, hash_of("stranger"), start));

    CHECK(secrets == in_grace());
}

TEST_CASE("finishing ends the grace, once")
{
    KeySecrets secrets = in_grace();

    CHECK(rotation::finish(secrets, start + 1s));
    CHECK(at(secrets, "old").state == SecretState::revoked);
    CHECK(at(secrets, "new").state == SecretState::active);
    CHECK(!rotation::finish(secrets, start + 2s));
}

TEST_CASE("there is no grace to finish before the first use, nor after its end")
{
    KeySecrets pending = rotating();
    KeySecrets over = in_grace(1h);

    CHECK(!rotation::finish(pending, start));
    CHECK(!rotation::finish(over, start + 1h));

    CHECK(at(pending, "old").state == SecretState::active);
    CHECK(at(over, "old").state == SecretState::revoked);
}

TEST_CASE("aborting drops the pending secret and forgets what asked for it")
{
    KeySecrets secrets = one_secret();
    KeySecret asked = fresh("new");
    asked.request = hash_of("build 7");
    rotation::begin(secrets, asked, start);

    CHECK(rotation::abort(secrets, start + 1s));

    CHECK(at(secrets, "new").state == SecretState::revoked);
    CHECK(!at(secrets, "new").request);
    CHECK(at(secrets, "old").state == SecretState::active);
    CHECK(!rotation::abort(secrets, start + 1s));
}

TEST_CASE("a used secret is not aborted")
{
    KeySecrets secrets = in_grace();

    CHECK(!rotation::abort(secrets, start));

    CHECK(secrets == in_grace());
}

namespace {

/// Any history of one key. Time may stand still or go backwards.
class History {
public:
    void step()
    {
        now_ += milliseconds{*rc::gen::inRange(-2'000, 20'000)};
        const KeySecrets before = secrets_;
        switch (*rc::gen::inRange(0, 6)) {
            case 0:
            case 1: rotation::begin(secrets_, any_fresh(), now_); break;
            case 2: rotation::activate(secrets_, any_hash(), any_expiry(), now_); break;
            case 3: rotation::take_over(secrets_, any_hash(), now_); break;
            case 4: rotation::finish(secrets_, now_); break;
            default: rotation::abort(secrets_, now_); break;
        }
        check_states();
        check_life(before);
    }

private:
    KeySecret any_fresh()
    {
        return fresh("secret " + std::to_string(++made_),
                     milliseconds{*rc::gen::inRange(1, 30'000)});
    }
    SecretHash any_hash() const
    {
        return secrets_[*rc::gen::inRange<std::size_t>(0, secrets_.size())].hash;
    }
    std::optional<Timestamp> any_expiry() const
    {
        return *rc::gen::arbitrary<bool>()
                   ? std::optional{now_ + milliseconds{*rc::gen::inRange(1, 30'000)}}
                   : std::nullopt;
    }

    auto count(SecretState state) const
    {
        return std::ranges::count(secrets_, state, &KeySecret::state);
    }

    void check_states() const
    {
        RC_ASSERT(count(SecretState::active) == 1);
        RC_ASSERT(count(SecretState::pending) + count(SecretState::retiring) <= 1);
        for (const KeySecret& secret : secrets_) {
            RC_ASSERT(secret.not_after.has_value() == (secret.state == SecretState::retiring));
        }
    }

    /// No step makes a secret live longer than it would have without it.
    void check_life(const KeySecrets& before) const
    {
        for (std::size_t i = 0; i < before.size(); ++i) {
            const KeySecret& was = before[i];
            const KeySecret& is = secrets_[i];
            RC_ASSERT(was.hash == is.hash);
            const bool retired = was.state == SecretState::retiring;
            RC_ASSERT(was.state != SecretState::revoked || is.state == SecretState::revoked);
            RC_ASSERT(!retired || is.state == SecretState::revoked ||
                      is.not_after == was.not_after);
            RC_ASSERT(!retired || is.state != SecretState::active);
        }
    }

    KeySecrets secrets_ = one_secret();
    Timestamp now_ = start;
    int made_ = 0;
};

}  // namespace

TEST_CASE("whatever happens to a key's secrets, one is active, at most two live, none lives longer")
{
    CHECK(rc::check("histories of one key", [] {
        History history;
        const int steps = *rc::gen::inRange(1, 60);
        for (int i = 0; i < steps; ++i) {
            history.step();
        }
    }));
}

TEST_CASE("grace never ends after the key's expiry, nor after its own length")
{
    CHECK(rc::check("ends of grace", [] {
        const milliseconds grace{*rc::gen::inRange(1, 1'000'000)};
        const Timestamp expiry = start + milliseconds{*rc::gen::inRange(1, 1'000'000)};
        KeySecrets secrets = rotating(grace);

        rotation::activate(secrets, hash_of("new"), expiry, start);

        const KeySecret& old = at(secrets, "old");
        RC_ASSERT(!works(old, expiry));
        RC_ASSERT(!works(old, start + grace));
        RC_ASSERT(works(old, std::min(expiry, start + grace) - 1ms));
    }));
}
