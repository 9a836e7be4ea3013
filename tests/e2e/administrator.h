#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "e2e/installation.h"

namespace azen::test {

/// How often what was done.
struct Tally {
    std::size_t enabled = 0;
    std::size_t disabled = 0;
    std::size_t deleted = 0;
    std::size_t rotated = 0;
    std::size_t backups = 0;
    std::size_t signed_out = 0;

    void add(const Tally& other);
};

/// Somebody who makes, rotates, disables and deletes keys, with a session at servers and by the
/// command line, makes backups, signs out, and remembers what was acknowledged of it. Servers may
/// die meanwhile. One per thread: it uses the machine, as nobody else may then.
class Administrator {
public:
    /// A new user who is signed in, for an organization of their own.
    Administrator(Installation& machine, const RunningServer& server);

    /// Begins another session, for work() to end.
    void sign_in_again(const RunningServer& server);

    /// One thing after another, at each of the servers in turn, until it is told to stop. With what
    /// was done before it has nothing to do, so that a long run does not get longer and longer.
    void work(const std::vector<std::uint16_t>& ports, const std::stop_token& stop);

    /// Whether all is so that was acknowledged of the last work, or of all work.
    void check(const RunningServer& server) const { check(server, done_); }
    void check_all(const RunningServer& server) const
    {
        check(server, done_before_);
        check(server, done_);
    }

    /// How many things were acknowledged of it.
    Tally acknowledged() const;

private:
    struct Key {
        std::string id;
        std::string secret;
    };

    /// What was acknowledged.
    struct Done {
        std::vector<Key> enabled;
        std::vector<Key> disabled;
        std::vector<Key> deleted;
        std::vector<Key> rotated;  // with the secrets that they had
        std::size_t backups = 0;
        std::vector<std::string> signed_out;  // the cookies of sessions

        void add(const Done& other);
    };

    void check(const RunningServer& server, const Done& done) const;
    void take_turn(std::uint16_t port);
    void create(std::uint16_t port);
    void create_by_command();
    void disable(std::uint16_t port);
    void disable_by_command();
    void erase(std::uint16_t port);
    void rotate(std::uint16_t port);
    void rotate_by_command();
    void back_up();
    void sign_out(std::uint16_t port);
    Key take_enabled();

    Installation& machine_;
    std::string cookie_;
    std::string to_sign_out_;  // the cookie of another session; empty: there is none
    Done done_;                // by the last work
    Done done_before_;         // by all others
    std::size_t turns_ = 0;
};

}  // namespace azen::test
