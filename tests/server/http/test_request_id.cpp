#include <set>
#include <string>

#include <doctest/doctest.h>

#include "server/http/request_id.h"
#include "support/fake_random.h"

using namespace azen;
using namespace azen::server;

TEST_CASE("request ids that are made are well-formed and all different")
{
    test::FakeRandom random;
    RequestIds ids{random};
    std::set<std::string> made;

    for (int i = 0; i < 1000; ++i) {
        std::string id;
        ids.next(id);
        made.insert(id);
    }

    CHECK(made.size() == 1000);
    CHECK(is_request_id(*made.begin()));
    CHECK(made.begin()->size() == 32);
}

TEST_CASE("a request id has 1 to 64 letters, digits, dots, underscores and hyphens")
{
    CHECK(is_request_id("a"));
    CHECK(is_request_id("A.b_c-9"));
    CHECK(is_request_id(std::string(64, 'x')));
    CHECK(!is_request_id(""));
    CHECK(!is_request_id(std::string(65, 'x')));
    CHECK(!is_request_id("a b"));
    CHECK(!is_request_id("a\"b"));
    CHECK(!is_request_id("\xC3\xA4"));
}
