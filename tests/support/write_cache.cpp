#include "support/write_cache.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace azen::test {

WriteCache::File& WriteCache::file(const std::string& name, std::string before)
{
    return files_.try_emplace(name, File{.kept = std::move(before), .calls = {}}).first->second;
}

void WriteCache::write(const std::string& name,
                       std::string before,
                       std::int64_t at,
                       std::string bytes)
{
    file(name, std::move(before))
        .calls.push_back({.is_write = true, .at = at, .bytes = std::move(bytes)});
}

void WriteCache::truncate(const std::string& name, std::string before, std::int64_t size)
{
    file(name, std::move(before)).calls.push_back({.is_write = false, .at = size, .bytes = {}});
}

void WriteCache::sync(const std::string& name)
{
    const auto found = files_.find(name);
    if (found != files_.end()) {
        for (const Call& call : found->second.calls) {
            apply(call, found->second.kept);
        }
        found->second.calls.clear();
    }
}

void WriteCache::apply(const Call& call, std::string& content)
{
    const auto at = static_cast<std::size_t>(call.at);
    if (!call.is_write) {
        content.resize(at, '\0');
        return;
    }
    content.resize(std::max(content.size(), at + call.bytes.size()), '\0');
    content.replace(at, call.bytes.size(), call.bytes);
}

// Sectors of 512 bytes are written whole or not at all. SQLite takes it for granted that bytes next
// to a write stay (SQLITE_IOCAP_POWERSAFE_OVERWRITE).
WriteCache::Call WriteCache::torn(Call call, const std::string& content, std::mt19937& random)
{
    constexpr std::size_t sector = 512;
    std::size_t end = sector - static_cast<std::size_t>(call.at) % sector;
    std::string old = content.substr(std::min(content.size(), static_cast<std::size_t>(call.at)),
                                     call.bytes.size());
    old.resize(call.bytes.size(), '\0');
    for (std::size_t begin = 0; begin < call.bytes.size();
         begin = std::exchange(end, end + sector)) {
        if (random() % 2 == 0) {
            call.bytes.replace(begin, end - begin, old, begin, end - begin);
        }
    }
    return call;
}

void WriteCache::lose_power(const std::filesystem::path& into,
                            Luck luck,
                            std::mt19937& random) const
{
    for (const auto& [name, file] : files_) {
        std::string content = file.kept;
        for (const Call& call : file.calls) {
            const bool is_lucky = luck == Luck::all || (luck == Luck::some && random() % 2 == 0);
            if (is_lucky) {
                const bool is_torn = luck == Luck::some && call.is_write && random() % 4 == 0;
                apply(is_torn ? torn(call, content, random) : call, content);
            }
        }
        std::ofstream{into / std::filesystem::path{name}.filename(), std::ios::binary} << content;
    }
}

}  // namespace azen::test
