#include <string>

#include <doctest/doctest.h>

#include "cli/curl_library.h"

namespace azen::cli {

TEST_CASE("libcurl is found, with all that is needed of it, as often as one asks")
{
    const Result<CurlLibrary> first = CurlLibrary::load();
    const Result<CurlLibrary> second = CurlLibrary::load();

    REQUIRE(first.has_value());
    REQUIRE(second.has_value());
    CHECK((first->easy_perform != nullptr));
    CHECK((first->easy_header == second->easy_header));
}

TEST_CASE("what was loaded works")
{
    const Result<CurlLibrary> curl = CurlLibrary::load();
    REQUIRE(curl.has_value());

    CURL* const handle = curl->easy_init();

    REQUIRE((handle != nullptr));
    CHECK(curl->easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK);
    CHECK(std::string{curl->easy_strerror(CURLE_COULDNT_CONNECT)}.size() > 5);
    curl->easy_cleanup(handle);
}

}  // namespace azen::cli
