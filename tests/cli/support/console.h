#pragma once

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "cli/app.h"
#include "cli/context.h"
#include "cli/exit_status.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/temp_dir.h"

namespace azen::test {

using Words = std::vector<std::string>;

/// A person, a script and a machine that has nothing, around commands that run in this process:
/// home directory, environment, terminal, clock and randomness are all the test's own.
class Console {
public:
    Console() { set("HOME", home().string()); }

    /// Calls `use` with a context of this console's.
    template <typename Use>
    auto with_context(Use use)
    {
        const cli::Environment environment{variables_};
        std::istringstream in{input_};
        std::ostringstream out;
        std::ostringstream err;
        cli::Context context{.in = in,
                             .out = out,
                             .err = err,
                             .terminals = terminals,
                             .environment = environment,
                             .clock = clock,
                             .random = random,
                             .pause =
                                 [this, &out](milliseconds length) {
                                     pauses.push_back(length);
                                     clock.advance(length);
                                     on_pause(out);
                                 },
                             .page = [this] { ++pages; },
                             .interrupted = [this] { return interrupt_after-- == 0; },
                             .actor =
                                 [this] {
                                     return actor;
                                 }};
        auto result = use(context);
        out_ = out.str();
        err_ = err.str();
        return result;
    }

    /// Runs azen on these words, and keeps what it prints.
    cli::ExitStatus run(const Words& words)
    {
        return with_context([&words](cli::Context& context) { return run_app(words, context); });
    }

    /// What the last run printed.
    const std::string& out() const { return out_; }
    const std::string& err() const { return err_; }

    /// The first line of that.
    std::string first_line() const { return out_.substr(0, out_.find('\n')); }

    void set(const std::string& variable, const std::string& value)
    {
        variables_.insert_or_assign(variable, value);
    }
    const std::string& variable(const std::string& name) const { return variables_.at(name); }
    void type(std::string input) { input_ = std::move(input); }

    /// Makes a key and gives its secret.
    std::string create_key(const std::string& name, const Words& options = {})
    {
        Words words{"keys", "create", name};
        words.insert(words.end(), options.begin(), options.end());
        run(words);
        return first_line();
    }

    std::filesystem::path home() const { return directory_.path(); }
    std::filesystem::path store() const { return home() / ".local/share/azen/azen.db"; }

    FakeClock clock;
    FakeRandom random;
    cli::Terminals terminals;
    std::vector<milliseconds> pauses;  // what a command would have waited
    int interrupt_after = -1;          // Ctrl-C is pressed at the question after so many; -1: never
    int pages = 0;                     // how often a pager was asked for
    std::function<void(std::ostream&)> on_pause = [](std::ostream&) {
    };  // given its output
    Actor actor{.kind = ActorKind::local, .id = "1000", .name = "ann", .origin = "laptop"};

private:
    TempDir directory_;
    cli::Environment::Variables variables_;
    std::string input_;
    std::string out_;
    std::string err_;
};

/// Whether `text` contains `part`: reads better in a CHECK.
inline bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace azen::test
