#include <set>

#include <doctest/doctest.h>

#include "cli/exit_status.h"

namespace azen::cli {

TEST_CASE("every kind of failure has the exit status of the contract")
{
    CHECK(static_cast<int>(exit_status_of(ErrorKind::internal)) == 1);
    CHECK(static_cast<int>(exit_status_of(ErrorKind::invalid)) == 2);
    CHECK(static_cast<int>(exit_status_of(ErrorKind::not_found)) == 3);
    CHECK(static_cast<int>(exit_status_of(ErrorKind::refused)) == 4);
    CHECK(static_cast<int>(exit_status_of(ErrorKind::conflict)) == 5);
    CHECK(static_cast<int>(exit_status_of(ErrorKind::rate_limited)) == 6);
    CHECK(static_cast<int>(exit_status_of(ErrorKind::unreachable)) == 7);
    CHECK(static_cast<int>(exit_status_of(ErrorKind::declined)) == 9);
    CHECK(static_cast<int>(exit_status_of(ErrorKind::store)) == 11);
}

TEST_CASE("no two kinds of failure share an exit status")
{
    const std::set<ExitStatus> statuses{exit_status_of(ErrorKind::internal),
                                        exit_status_of(ErrorKind::invalid),
                                        exit_status_of(ErrorKind::not_found),
                                        exit_status_of(ErrorKind::refused),
                                        exit_status_of(ErrorKind::conflict),
                                        exit_status_of(ErrorKind::rate_limited),
                                        exit_status_of(ErrorKind::unreachable),
                                        exit_status_of(ErrorKind::declined),
                                        exit_status_of(ErrorKind::store)};

    CHECK(statuses.size() == 9);
    CHECK(statuses.count(ExitStatus::ok) == 0);
}

}  // namespace azen::cli
