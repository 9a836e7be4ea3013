# Every library comes from the system, as scripts/packages names it; nothing is vendored or downloaded.
find_package(Boost 1.81 REQUIRED)  # headers only: Beast, Asio, UUID, Unordered
find_package(CLI11 REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(tomlplusplus REQUIRED)

# A dynamic libstdc++ costs every start thousands of symbols to look up, so src/CMakeLists.txt links
# a static one; the library of fmt would bring the other in.
set(AZEN_FMT fmt::fmt)
if(AZEN_STATIC_CXX)
    set(AZEN_FMT fmt::fmt-header-only)
endif()

if(BUILD_TESTING)
    find_package(doctest REQUIRED)
    find_package(rapidcheck REQUIRED)
endif()
