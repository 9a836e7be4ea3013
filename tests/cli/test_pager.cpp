#include <unistd.h>

#include <csignal>
#include <string>

#include <doctest/doctest.h>

#include "cli/pager.h"
#include "cli/support/golden.h"
#include "support/temp_dir.h"

namespace azen::cli {
namespace {

using Words = std::vector<std::string>;

Words words_for(const Environment::Variables& variables)
{
    return pager_words(Environment{variables});
}

}  // namespace

TEST_CASE("the pager is azen's own, else everybody's, else less")
{
    CHECK(words_for({{"AZEN_PAGER", "more"}, {"PAGER", "most"}}) == Words{"more"});
    CHECK(words_for({{"PAGER", "most -x"}}) == Words{"most", "-x"});
    CHECK(words_for({}) == Words{"less"});
}

TEST_CASE("cat is no pager, and one that is missing is none")
{
    CHECK(words_for({{"AZEN_PAGER", "cat"}, {"PAGER", "less"}}).empty());
    CHECK(Pager::start(Environment{{{"AZEN_PAGER", "cat"}}}) == nullptr);
    CHECK(Pager::start(Environment{{{"PAGER", "no-such-program-anywhere"}}}) == nullptr);
}

TEST_CASE("what is written while a pager lives goes to it, and what comes after does not")
{
    const test::TempDir directory;
    const std::string file = (directory / "shown").string();

    {
        const auto pager = Pager::start(
            Environment{{{"PAGER", "sh -c 'cat > " + file + "; echo $LESS >> " + file + "'"}}});
        REQUIRE(pager != nullptr);
        REQUIRE(write(STDOUT_FILENO, "a line\n", 7) == 7);
    }

    CHECK(test::read_file(file) == "a line\nFRX\n");
    struct sigaction action = {};
    sigaction(SIGINT, nullptr, &action);
    CHECK((action.sa_handler != SIG_IGN));
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGPIPE, SIG_DFL);
}

}  // namespace azen::cli
