/// A process that dies while it makes a secret: whatever has been shown works, something always
/// works, and the store is sound.

#include <algorithm>
#include <chrono>
#include <csignal>
#include <random>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "e2e/crash_scene.h"

namespace azen::test {

namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

/// FILE among `words` is the machine's own secret file.
Words filled_in(const Installation& machine, const Words& words)
{
    Words result;
    for (const std::string& word : words) {
        result.push_back(word == "FILE" ? secret_file(machine).string() : word);
    }
    return result;
}

/// The command again, undisturbed, on what the dead one left.
void check_recovery(Installation& machine, const Words& words)
{
    std::filesystem::remove(secret_file(machine));
    const Outcome outcome = machine.azen(filled_in(machine, words));
    CHECK(outcome.status == 0);
    const auto secret = shown_secret(machine, outcome.out);
    REQUIRE(secret.has_value());
    CHECK(is_accepted(machine, *secret));
}

/// What must hold after any crash. `before`: a secret that worked before, and must unless another
/// one has been shown in its place; empty: there was none.
void check_secrets(Installation& machine, const std::string& out, const std::string& before)
{
    CHECK(is_sound(machine));
    const auto shown = shown_secret(machine, out);
    const bool before_works = !before.empty() && is_accepted(machine, before);
    CHECK((before_works || shown.has_value() || before.empty()));
    if (shown) {
        CHECK(is_accepted(machine, *shown));
    }
}

/// Kills `words` at every one of its writes, each time on a fresh copy of the same store.
void kill_at_every_write(const Words& words, const std::string& how)
{
    Installation original;
    const std::string before = original.create_key({"ci"});
    int number = 1;
    for (;; ++number) {
        REQUIRE(number < most_writes);
        CAPTURE(number);
        Installation machine;
        std::filesystem::create_directories(machine.directory().parent_path());
        std::filesystem::copy(
            original.directory(), machine.directory(), std::filesystem::copy_options::recursive);
        const Outcome outcome = run_doomed(machine, filled_in(machine, words), how, number);
        check_secrets(machine, outcome.out, before);
        if (outcome.status != killed) {
            CHECK(outcome.status == 0);
            break;
        }
        check_recovery(machine, words);
    }
    MESSAGE("killed at each of " << number - 1 << " writes");
    CHECK(number > 10);
}

/// The same for `words` on a machine that has nothing.
void kill_at_every_first_write(const Words& words, const std::string& how)
{
    int number = 1;
    for (;; ++number) {
        REQUIRE(number < most_writes);
        CAPTURE(number);
        Installation machine;
        const Outcome outcome = run_doomed(machine, filled_in(machine, words), how, number);
        check_secrets(machine, outcome.out, {});
        if (outcome.status != killed) {
            CHECK(outcome.status == 0);
            break;
        }
        check_recovery(machine, words);
    }
    MESSAGE("killed at each of " << number - 1 << " writes");
    CHECK(number > 10);
}

/// One store that is rotated on and killed upon, again and again.
class Victim {
public:
    explicit Victim(std::mt19937& random) : random_{random}
    {
        machine_.keeps_secret(secret_file(machine_));
        measure();
    }

    void kill_once()
    {
        std::filesystem::remove(secret_file(machine_));
        const Words words = pick_command();
        Words whole{AZEN_BINARY};
        for (const std::string& word : filled_in(machine_, words)) {
            whole.push_back(word);
        }
        Process process = machine_.start(whole);
        std::this_thread::sleep_for(pick_delay());  // the moment of death, not a wait for anything
        process.signal(SIGKILL);
        deaths_ += process.wait(std::chrono::seconds{60}) == killed ? 1 : 0;
        const auto shown = shown_secret(machine_, process.out());
        shown_ += shown ? 1 : 0;
        check_secrets(machine_, process.out(), current_);
        if (shown && words.at(1) == "rotate") {
            current_ = *shown;
        }
    }

    int deaths() const { return deaths_; }
    int shown() const { return shown_; }

private:
    // The longest that a command takes here, so that death may come at any moment of it.
    void measure()
    {
        const auto start = steady_clock::now();
        machine_.azen({"keys", "rotate", "ci", "--abort"});
        machine_.azen({"keys", "rotate", "ci", "--dry-run"});
        length_ = std::chrono::duration_cast<microseconds>(steady_clock::now() - start);
    }

    Words pick_command()
    {
        static const std::vector<Words> commands{
            {"keys", "rotate", "ci"},
            {"keys", "rotate", "ci", "--to-file", "FILE"},
            {"keys", "rotate", "ci", "--start-grace", "now"},
            {"keys", "rotate", "ci", "--now", "--yes"},
            {"keys", "rotate", "ci", "--now", "--yes", "--to-file", "FILE"},
            {"keys", "create", "another"}};
        return commands.at(
            std::uniform_int_distribution<std::size_t>{0, commands.size() - 1}(random_));
    }

    microseconds pick_delay()
    {
        return microseconds{
            std::uniform_int_distribution<std::int64_t>{0, length_.count()}(random_)};
    }

    std::mt19937& random_;
    Installation machine_;
    std::string current_ = machine_.create_key({"ci", "--rate", "none"});
    microseconds length_{0};
    int deaths_ = 0;
    int shown_ = 0;
};

}  // namespace

TEST_SUITE_BEGIN("rotation-crash");

TEST_CASE("killed at any write of a rotation, a key has a secret that works, and a shown one does")
{
    for (const char* how : {"before", "torn"}) {
        CAPTURE(how);
        kill_at_every_write({"keys", "rotate", "ci"}, how);
    }
}

TEST_CASE("killed at any write of a rotation that revokes at once, the shown secret works")
{
    for (const char* how : {"before", "torn"}) {
        CAPTURE(how);
        kill_at_every_write({"keys", "rotate", "ci", "--now", "--yes", "--to-file", "FILE"}, how);
    }
}

TEST_CASE("killed at any write of a rotation whose grace begins at once, both secrets work")
{
    kill_at_every_write({"keys", "rotate", "ci", "--start-grace", "now"}, "before");
}

TEST_CASE("killed at any write of the first creation, a shown secret works")
{
    for (const char* how : {"before", "torn"}) {
        CAPTURE(how);
        kill_at_every_first_write({"keys", "create", "ci"}, how);
    }
}

TEST_CASE("killed at any write of a further creation, a shown secret works")
{
    kill_at_every_write({"keys", "create", "another", "--to-file", "FILE"}, "before");
}

TEST_CASE("killed at any moment, again and again on one store")
{
    constexpr int runs_a_store = 50;
    constexpr int usual_runs = 40;
    const int runs = crash_runs(usual_runs);
    std::mt19937 random{std::random_device{}()};
    int deaths = 0;
    int shown = 0;

    for (int done = 0; done < runs; done += runs_a_store) {
        Victim victim{random};
        for (int i = done; i < std::min(runs, done + runs_a_store); ++i) {
            CAPTURE(i);
            victim.kill_once();
        }
        deaths += victim.deaths();
        shown += victim.shown();
    }

    MESSAGE(runs << " runs, " << deaths << " of them killed, " << shown << " secrets shown");
    CHECK(deaths > 0);
}

TEST_SUITE_END();

}  // namespace azen::test
