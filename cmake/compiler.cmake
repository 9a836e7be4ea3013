# Warnings and sanitizers for our own targets; dependencies are SYSTEM and stay quiet.
add_library(azen_options INTERFACE)
target_compile_options(azen_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
    -Wcast-qual -Wformat=2 -Wundef -Wimplicit-fallthrough
    -Wno-missing-field-initializers)  # designated initialisers leave out what has a default
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # Debian's libstdc++ deprecates what its own stable_sort calls; GCC still warns of ours. The
    # description of the API is one long text.
    target_compile_options(azen_options INTERFACE
        -Wno-deprecated-declarations -Wno-overlength-strings)
endif()
if(AZEN_WERROR)
    target_compile_options(azen_options INTERFACE -Werror)
endif()
if(AZEN_SANITIZE)
    target_compile_options(azen_options INTERFACE
        -fsanitize=${AZEN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(azen_options INTERFACE -fsanitize=${AZEN_SANITIZE})
endif()
if(AZEN_FUZZ)
    target_compile_options(azen_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
