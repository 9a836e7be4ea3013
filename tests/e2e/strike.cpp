#include "e2e/strike.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

namespace azen::test {

Strike::Strike()
{
    const int file = ::open((directory_ / "orders").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(::ftruncate(file, sizeof(Orders)) == 0);
    void* mapped = ::mmap(nullptr, sizeof(Orders), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    REQUIRE(mapped != MAP_FAILED);
    ::close(file);
    orders_ = static_cast<Orders*>(mapped);
}

Strike::~Strike()
{
    ::munmap(orders_, sizeof(Orders));
}

Call Strike::call() const
{
    return {.environment = {std::string{"LD_PRELOAD="} + AZEN_STRIKE,
                            "AZEN_ORDERS=" + (directory_ / "orders").string(),
                            "ASAN_OPTIONS=verify_asan_link_order=0"},
            .input = {}};
}

void Strike::deal(Blow blow)
{
    orders_->struck = 0;
    orders_->blow = blow;
}

void Strike::shift_clock(std::chrono::seconds by)
{
    orders_->clock_shift = by.count();
}

std::int64_t Strike::struck() const
{
    return orders_->struck;
}

std::ostream& operator<<(std::ostream& stream, Blow blow)
{
    constexpr std::array names{"no blow",
                               "write error",
                               "no room",
                               "short write",
                               "sync error",
                               "read error",
                               "no permission"};
    return stream << names.at(static_cast<std::size_t>(blow));
}

}  // namespace azen::test
