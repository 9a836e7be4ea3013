#include "cli/key_lines.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/base/json_depth.h"
#include "core/store/better_auth_file.h"
#include "core/transfer/key_line.h"

namespace azen::cli {
namespace {

// A key with as much metadata as there may be, and hundreds of secrets, is shorter by far.
constexpr std::size_t max_line = std::size_t{1024} * 1024;

constexpr std::size_t max_name = 64;

std::vector<KeyImportItem> read_lines(
    std::istream& in, const std::function<Result<PortableKey>(std::string_view)>& read)
{
    std::vector<KeyImportItem> items;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        const std::string_view text = trim_ascii_space(line);
        if (text.size() > max_line) {
            items.push_back({number, fail(ErrorKind::invalid, "is longer than 1 MiB")});
        } else if (!text.empty()) {
            items.push_back({number, read(text)});
        }
    }
    return items;
}

// Names that do not fit here leave the id in their place.
void rename(std::optional<Party>& party, const std::map<std::string, std::string>& names)
{
    const auto found = party ? names.find(party->id) : names.end();
    if (party && found != names.end() && !found->second.empty() &&
        found->second.size() <= max_name) {
        party->name = found->second;
    }
}

}  // namespace

std::vector<KeyImportItem> read_key_lines(std::istream& in)
{
    return read_lines(in, key_line::parse);
}

std::vector<KeyImportItem> read_better_auth_lines(std::istream& in,
                                                  const better_auth::RowRules& rules)
{
    return read_lines(in, [&rules](std::string_view text) -> Result<PortableKey> {
        if (is_nested_too_deep(text, max_json_depth + 1)) {
            return fail(ErrorKind::invalid, "is nested too deep");
        }
        const auto row = nlohmann::ordered_json::parse(text, nullptr, false);
        if (row.is_discarded()) {
            return fail(ErrorKind::invalid, "is no JSON");
        }
        return better_auth::read_row(row, rules);
    });
}

Result<std::vector<KeyImportItem>> read_better_auth_database(const std::filesystem::path& file,
                                                             const better_auth::RowRules& rules)
{
    const BetterAuthTables tables = TRY(read_better_auth_file(file));
    std::vector<KeyImportItem> items;
    for (const nlohmann::ordered_json& row : tables.keys) {
        auto key = better_auth::read_row(row, rules);
        if (key) {
            rename(key->user, tables.user_names);
            rename(key->organization, tables.organization_names);
        }
        items.push_back({items.size() + 1, std::move(key)});
    }
    return items;
}

}  // namespace azen::cli
