#pragma once

#include <mutex>
#include <utility>

namespace azen {

/// A value that can be reached only while its mutex is held. Thread-safe. The one place where a
/// mutex may be a member: elsewhere nothing would say what it guards.
template <typename T>
class Guarded {
public:
    /// The value, for as long as this lives. Movable; belongs to the thread that locked.
    class Locked {
    public:
        T* operator->() const { return value_; }
        T& operator*() const { return *value_; }

    private:
        friend class Guarded;
        Locked(std::mutex& mutex, T& value) : lock_{mutex}, value_{&value} {}

        std::unique_lock<std::mutex> lock_;
        T* value_;
    };

    /// Makes the value of `arguments`, in braces.
    template <typename... Arguments>
    explicit Guarded(Arguments&&... arguments) : value_{std::forward<Arguments>(arguments)...}
    {}

    /// Waits for the lock. Not reentrant: a thread that holds it and asks again waits for ever. The
    /// Guarded outlives what this gives.
    Locked lock() { return Locked{mutex_, value_}; }

private:
    std::mutex mutex_;
    T value_;
};

}  // namespace azen
