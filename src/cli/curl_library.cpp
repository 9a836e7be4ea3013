#include "cli/curl_library.h"

#include <dlfcn.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace azen::cli {
namespace {

// The caller's pointer type comes from curl's own header, so it cannot disagree with it.
template <typename Function>
bool resolve(void* library, const char* name, Function& function)
{
    // POSIX promises that what dlsym gives for a function can be called after this conversion.
    function = reinterpret_cast<Function>(dlsym(library, name));
    return function != nullptr;
}

// One missing function spoils the whole: there is no version of libcurl to make do with less.
bool resolve_all(void* library, CurlLibrary& curl)
{
    return resolve(library, "curl_easy_init", curl.easy_init) &&
           resolve(library, "curl_easy_cleanup", curl.easy_cleanup) &&
           resolve(library, "curl_easy_reset", curl.easy_reset) &&
           resolve(library, "curl_easy_setopt", curl.easy_setopt) &&
           resolve(library, "curl_easy_perform", curl.easy_perform) &&
           resolve(library, "curl_easy_getinfo", curl.easy_getinfo) &&
           resolve(library, "curl_easy_strerror", curl.easy_strerror) &&
           resolve(library, "curl_easy_header", curl.easy_header) &&
           resolve(library, "curl_slist_append", curl.slist_append) &&
           resolve(library, "curl_slist_free_all", curl.slist_free_all);
}

// What libcurl sends it keeps in memory of its own, the key among it.
void wipe_and_free(void* memory)
{
    if (memory != nullptr) {
        ::explicit_bzero(memory, ::malloc_usable_size(memory));
        std::free(memory);
    }
}

void* wipe_and_realloc(void* memory, std::size_t size)
{
    void* const larger = std::malloc(size);
    if (larger != nullptr && memory != nullptr) {
        std::memcpy(larger, memory, std::min(size, ::malloc_usable_size(memory)));
        wipe_and_free(memory);
    }
    return larger;
}

}  // namespace

Result<CurlLibrary> CurlLibrary::load()
{
    // RTLD_LOCAL: what libcurl brings along must not stand in for libraries of ours.
    void* const library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        return fail(ErrorKind::internal,
                    "libcurl, which speaks to servers, cannot be loaded",
                    "install it (Debian: libcurl4)");
    }
    CurlLibrary curl;
    decltype(&curl_global_init_mem) global_init = nullptr;
    const bool complete =
        resolve(library, "curl_global_init_mem", global_init) && resolve_all(library, curl);
    if (!complete || global_init(CURL_GLOBAL_DEFAULT,
                                 std::malloc,
                                 wipe_and_free,
                                 wipe_and_realloc,
                                 ::strdup,
                                 std::calloc) != CURLE_OK) {
        return fail(ErrorKind::internal,
                    "libcurl is too old or does not work",
                    "azen needs version 7.85 or newer");
    }
    return curl;
}

}  // namespace azen::cli
