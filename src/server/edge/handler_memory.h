#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace azen::server {

/// Room for one asynchronous operation, so that a connection that reads over and over allocates
/// nothing: Asio keeps freed operations for the next ones, but only two a thread. For one operation
/// at a time; a further one, and one that is too large, is allocated as usual. Outlives them.
class HandlerMemory {
public:
    HandlerMemory() = default;
    HandlerMemory(const HandlerMemory&) = delete;
    HandlerMemory& operator=(const HandlerMemory&) = delete;

    void* allocate(std::size_t size)
    {
        if (is_used_ || size > room_.size()) {
            return ::operator new(size);
        }
        is_used_ = true;
        return room_.data();
    }

    void deallocate(void* place)
    {
        if (place == room_.data()) {
            is_used_ = false;
        } else {
            ::operator delete(place);
        }
    }

private:
    alignas(std::max_align_t) std::array<std::byte, 192> room_{};
    bool is_used_ = false;
};

/// What Asio asks for as a handler's associated allocator.
template <typename T>
class HandlerAllocator {
public:
    using value_type = T;

    explicit HandlerAllocator(HandlerMemory& memory) : memory_{&memory} {}
    template <typename U>
    // NOLINTNEXTLINE(google-explicit-constructor): allocators are rebound by a conversion
    HandlerAllocator(const HandlerAllocator<U>& other) : memory_{other.memory()}
    {}

    T* allocate(std::size_t count) { return static_cast<T*>(memory_->allocate(sizeof(T) * count)); }
    void deallocate(T* place, std::size_t /*count*/) { memory_->deallocate(place); }

    HandlerMemory* memory() const { return memory_; }
    bool operator==(const HandlerAllocator&) const = default;

private:
    HandlerMemory* memory_;
};

}  // namespace azen::server
