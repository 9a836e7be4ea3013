#pragma once

#include <unistd.h>

#include <utility>

namespace azen {

/// Owns a file descriptor and closes it; -1 is none. What close() answers is not looked at: for
/// sockets, which have nothing left to write, it tells nothing. Not thread-safe.
class UniqueFd {
public:
    UniqueFd() = default;
    explicit UniqueFd(int descriptor) : descriptor_{descriptor} {}
    UniqueFd(UniqueFd&& other) noexcept : descriptor_{other.release()} {}
    UniqueFd& operator=(UniqueFd&& other) noexcept
    {
        reset(other.release());
        return *this;
    }
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;
    ~UniqueFd() { reset(-1); }

    int get() const { return descriptor_; }
    explicit operator bool() const { return descriptor_ >= 0; }

    /// Gives the descriptor up without closing it; this is then without one.
    int release() { return std::exchange(descriptor_, -1); }

private:
    void reset(int descriptor)
    {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
        descriptor_ = descriptor;
    }

    int descriptor_ = -1;
};

}  // namespace azen
