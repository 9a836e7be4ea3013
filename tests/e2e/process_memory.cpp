#include "e2e/process_memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string_view>

#include "core/base/unique_fd.h"

namespace azen::test {

namespace {

constexpr std::size_t shown_around = 40;

/// What is around a finding, with a dot for what cannot be printed.
std::string excerpt(std::string_view memory, std::size_t at, std::size_t length)
{
    const std::size_t begin = at - std::min(at, shown_around);
    std::string text{memory.substr(begin, at - begin + length + shown_around)};
    std::ranges::replace_if(text, [](char byte) { return byte < ' ' || byte > '~'; }, '.');
    return text;
}

void look_for(std::string_view memory,
              const std::vector<std::string>& texts,
              std::vector<std::string>& found)
{
    for (const std::string& text : texts) {
        for (auto at = memory.find(text); at != std::string_view::npos;
             at = memory.find(text, at + 1)) {
            found.push_back(excerpt(memory, at, text.size()));
        }
    }
}

}  // namespace

std::optional<std::vector<std::string>> found_in_memory(pid_t process,
                                                        const std::vector<std::string>& texts)
{
    const std::string directory = "/proc/" + std::to_string(process);
    const UniqueFd memory{::open((directory + "/mem").c_str(), O_RDONLY | O_CLOEXEC)};
    std::ifstream maps{directory + "/maps"};
    std::vector<std::string> found;
    std::size_t read = 0;
    std::string bytes;
    for (std::string line; std::getline(maps, line);) {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        char writable = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx r%c", &begin, &end, &writable) != 3 ||
            writable != 'w') {
            continue;
        }
        // In pieces, as an address sanitizer's shadow is terabytes of nothing.
        constexpr std::uint64_t largest = std::uint64_t{1} << 30;
        if (end - begin > largest) {
            continue;
        }
        bytes.resize(end - begin);
        const ssize_t count =
            ::pread(memory.get(), bytes.data(), bytes.size(), static_cast<off_t>(begin));
        if (count > 0) {
            read += static_cast<std::size_t>(count);
            look_for(
                std::string_view{bytes}.substr(0, static_cast<std::size_t>(count)), texts, found);
        }
    }
    return read > 0 ? std::optional{found} : std::nullopt;
}

}  // namespace azen::test
