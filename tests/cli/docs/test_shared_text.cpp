#include <rapidcheck.h>

#include <array>
#include <set>

#include <doctest/doctest.h>

#include "cli/docs/shared_text.h"

namespace azen::cli {

TEST_CASE("text is broken at spaces, and words that are too long stay whole")
{
    CHECK(wrapped("aa bb cc", 5) == std::vector<std::string>{"aa bb", "cc"});
    CHECK(wrapped("aa bb cc", 80) == std::vector<std::string>{"aa bb cc"});
    CHECK(wrapped("a bbbbbbbb c", 4) == std::vector<std::string>{"a", "bbbbbbbb", "c"});
    CHECK(wrapped("", 4) == std::vector<std::string>{""});
}

TEST_CASE("breaking loses no word and adds none")
{
    CHECK(rc::check("joined again, the lines are the text", [] {
        const auto words = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
            rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'f')))));
        std::string text;
        for (const std::string& word : words) {
            text += (text.empty() ? "" : " ") + word;
        }
        std::string joined;
        for (const std::string& line : wrapped(text, 10)) {
            joined += (joined.empty() ? "" : " ") + line;
        }
        RC_ASSERT(joined == text);
    }));
}

TEST_CASE("a text is split at every separator, and empty parts count")
{
    using Parts = std::vector<std::string_view>;

    CHECK(split("a\n\nb", "\n\n") == Parts{"a", "b"});
    CHECK(split("a", "\n\n") == Parts{"a"});
    CHECK(split("", " ") == Parts{""});
    CHECK(split(" a ", " ") == Parts{"", "a", ""});
}

TEST_CASE("the help of an option tells its choices, default and variable")
{
    const std::array<std::string_view, 2> choices{"a", "b"};
    const Option option{.name = "x",
                        .value_name = "X",
                        .help = "an option",
                        .default_value = "a",
                        .choices = choices,
                        .environment = "AZEN_X"};

    CHECK(full_help(option) == "an option; one of a, b (default: a) [AZEN_X]");
    CHECK(full_help({.name = "y", .help = "a flag"}) == "a flag");
}

TEST_CASE("a usage line shows what is required, optional and repeated")
{
    const std::array positionals{Positional{.name = "ONE", .help = "required"},
                                 Positional{.name = "MORE",
                                            .help = "optional",
                                            .presence = Presence::optional,
                                            .occurs = Occurs::repeatedly}};
    const Option flag{.name = "flag", .help = "a flag"};
    const std::array<const Option*, 1> options{&flag};

    CHECK(usage_tail({.words = "x", .positionals = positionals, .options = options}) ==
          " ONE [MORE]... [options]");
    CHECK(usage_tail({.words = "x"}) == "");
}

TEST_CASE("every exit status is explained once, in ascending order")
{
    int last = -1;
    for (const ExitNote& note : shared_exit_notes()) {
        CHECK(static_cast<int>(note.status) > last);
        CHECK_FALSE(note.meaning.empty());
        last = static_cast<int>(note.status);
    }
    CHECK(last == 130);
}

TEST_CASE("every variable is explained once")
{
    std::set<std::string_view> seen;
    for (const EnvironmentNote& note : environment_notes()) {
        CHECK(seen.insert(note.variable).second);
        CHECK_FALSE(note.meaning.empty());
    }
    CHECK(seen.contains("AZEN_API_KEY"));
    CHECK(seen.contains("AZEN_MASTER_KEY"));
}

}  // namespace azen::cli
