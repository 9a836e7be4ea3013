/// Freed memory is wiped, so that no secret outlives the object that had it: not in a string that
/// grew, not in a parsed body, not in a connection's buffer. What C libraries free they wipe
/// themselves (OpenSSL its keys, and TLS plaintext by SSL_OP_CLEANSE_PLAINTEXT), or it is no
/// secret.
///
/// Here because it is the program's choice, not the libraries'. Not under sanitizers, which replace
/// the same functions. The C++ standard calls this replacement: [new.delete].

#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

void* allocate(std::size_t size)
{
    for (;;) {
        if (void* const block = std::malloc(size == 0 ? 1 : size)) {
            return block;
        }
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) {
            throw std::bad_alloc{};
        }
        handler();
    }
}

// Not inlined: what was allocated may be more than was asked for, which is all that a fortified
// explicit_bzero would allow where it sees both.
[[gnu::noinline]] void wipe_and_free(void* block, std::size_t size)
{
    ::explicit_bzero(block, size);
    std::free(block);
}

}  // namespace

void* operator new(std::size_t size)
{
    return allocate(size);
}

void operator delete(void* block) noexcept
{
    if (block != nullptr) {
        wipe_and_free(block, ::malloc_usable_size(block));
    }
}

void operator delete(void* block, std::size_t size) noexcept
{
    if (block != nullptr) {
        wipe_and_free(block, size);
    }
}
