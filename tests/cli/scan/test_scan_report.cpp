#include <doctest/doctest.h>

#include "cli/scan/scan_report.h"
#include "support/fake_random.h"

namespace azen::cli {

TEST_CASE("a secret is reported by its place, its start and its hash, not by itself")
{
    test::FakeRandom random;
    const Secret secret = key_secret::make("acme_", random);
    ScanReport report;

    report.add("file", {.secret = secret.reveal(), .line = 3, .column = 4});

    REQUIRE(report.secrets.size() == 1);
    const PlacedSecret& placed = report.secrets.front();
    CHECK(placed.file == "file");
    CHECK(placed.line == 3);
    CHECK(placed.column == 4);
    CHECK(placed.length == secret.reveal().size());
    CHECK(placed.start == secret.reveal().substr(0, 9));
    CHECK(placed.hash == key_secret::hash(secret.reveal()));
}

}  // namespace azen::cli
