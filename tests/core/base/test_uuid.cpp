#include <cstdint>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "core/base/uuid.h"
#include "support/fake_random.h"

using namespace azen;

TEST_CASE("a made UUID has the version and the variant in their places")
{
    test::ConstantRandom ones{std::byte{0xFF}};
    test::ConstantRandom zeros{std::byte{0x00}};

    CHECK(make_uuid(ones) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK(make_uuid(zeros) == "00000000-0000-4000-8000-000000000000");
}

TEST_CASE("made UUIDs are UUIDs, and all different")
{
    test::FakeRandom random;
    std::set<std::string> seen;

    for (int i = 0; i < 1000; ++i) {
        seen.insert(make_uuid(random));
    }

    CHECK(seen.size() == 1000);
    for (const std::string& uuid : seen) {
        CHECK(is_uuid(uuid));
    }
}

TEST_CASE("clustered UUIDs of one millisecond have 32 bits in common, and no others")
{
    test::FakeRandom random;
    const ClusteredUuids ids{random};
    const ClusteredUuids of_another{random};
    const auto first_group = [](const std::string& uuid) {
        return uuid.substr(0, 8);
    };
    std::set<std::string> seen;
    std::set<std::string> groups;

    for (std::int64_t tick = 0; tick < 100; ++tick) {
        const Timestamp now = from_epoch_ms(tick);
        const std::string group = first_group(ids.make(now));
        for (int i = 0; i < 10; ++i) {
            const std::string uuid = ids.make(now);
            CHECK(is_uuid(uuid));
            CHECK(uuid[14] == '4');
            CHECK(first_group(uuid) == group);
            seen.insert(uuid.substr(9));
        }
        CHECK(first_group(of_another.make(now)) != group);
        groups.insert(group);
    }

    CHECK(seen.size() == 1000);
    CHECK(groups.size() == 100);
}

TEST_CASE("a UUID is one in either case and of any version")
{
    CHECK(is_uuid("0190b6a2-7c1e-7def-8abc-0123456789ab"));
    CHECK(is_uuid("0190B6A2-7C1E-7DEF-8ABC-0123456789AB"));
    CHECK(is_uuid("00000000-0000-0000-0000-000000000000"));
}

TEST_CASE("what only resembles a UUID is none")
{
    const std::string good = "0190b6a2-7c1e-4def-8abc-0123456789ab";
    REQUIRE(is_uuid(good));

    CHECK_FALSE(is_uuid(""));
    CHECK_FALSE(is_uuid(good + "0"));
    CHECK_FALSE(is_uuid(good.substr(1)));
    CHECK_FALSE(is_uuid("{" + good + "}"));
    CHECK_FALSE(is_uuid("0190b6a27c1e4def8abc0123456789ab"));
}

TEST_CASE("one wrong character anywhere spoils a UUID")
{
    const std::string good = "0190b6a2-7c1e-4def-8abc-0123456789ab";

    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const char wrong : {'g', 'G', ' ', '\0', '/', ':', '@', '`', '\xE9'}) {
            std::string spoilt = good;
            spoilt[i] = wrong;
            CAPTURE(i);
            CHECK_FALSE(is_uuid(spoilt));
        }
        std::string moved = good;
        moved[i] = good[i] == '-' ? '0' : '-';
        CHECK_FALSE(is_uuid(moved));
    }
}

TEST_CASE("a UUID's bits and its lower-case text are the same thing")
{
    const std::string text = "0190b6a2-7c1e-4def-8abc-0123456789ff";

    const auto uuid = parse_uuid(text);

    REQUIRE(uuid);
    CHECK(uuid->front() == std::byte{0x01});
    CHECK(uuid->back() == std::byte{0xFF});
    CHECK(format_uuid(*uuid) == text);
}

TEST_CASE("a text that would come back as another one has no bits")
{
    CHECK(!parse_uuid("0190B6A2-7c1e-4def-8abc-0123456789ff"));
    CHECK(!parse_uuid("0190b6a2-7c1e-4def-8abc-0123456789f"));
    CHECK(!parse_uuid("0190b6a2+7c1e-4def-8abc-0123456789ff"));
    CHECK(!parse_uuid(""));
}
