#include "cli/config/configuration_edit.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace azen::cli {
namespace {

using Json = nlohmann::json;
using Lines = std::vector<std::string>;

// Lines without their ends; a text that ends in a newline has no empty line behind it.
Lines lines_of(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return lines;
}

std::string text_of(const Lines& lines)
{
    std::string text;
    for (const std::string& line : lines) {
        text += line + '\n';
    }
    return text;
}

std::string_view trimmed(std::string_view line)
{
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    return line;
}

bool is_header(std::string_view line)
{
    return trimmed(line).starts_with('[');
}

// "[profiles.work]", also with spaces in it, also with a comment behind it.
bool is_header_of(std::string_view line, std::string_view name)
{
    std::string bare;
    std::ranges::copy_if(line.substr(0, line.find('#')), std::back_inserter(bare), [](char c) {
        return c != ' ' && c != '\t' && c != '\r';
    });
    return bare == fmt::format("[profiles.{}]", name);
}

// "profile = …": settings of the root stand before all tables.
bool is_used_line(std::string_view line)
{
    std::string_view rest = trimmed(line);
    if (!rest.starts_with("profile")) {
        return false;
    }
    rest.remove_prefix(std::string_view{"profile"}.size());
    return trimmed(rest).starts_with('=');
}

Lines::iterator find_used_line(Lines& lines)
{
    const auto root_end = std::ranges::find_if(lines, is_header);
    const auto found = std::find_if(lines.begin(), root_end, is_used_line);
    return found == root_end ? lines.end() : found;
}

// Up to the next table; the comment right above that belongs to it.
Lines::iterator end_of_section(Lines::iterator header, Lines::iterator end)
{
    auto next = std::find_if(header + 1, end, is_header);
    while (next != end && (next - 1) != header && trimmed(*(next - 1)).starts_with('#')) {
        --next;
    }
    return next;
}

// TOML's basic strings are JSON's, but for DEL. What is no UTF-8 is changed, which checked()
// notices.
std::string setting_line(std::string_view name, const std::string& value)
{
    return fmt::format(
        "{} = {}", name, Json(value).dump(-1, ' ', false, Json::error_handler_t::replace));
}

void append_section(Lines& lines, const Profile& profile)
{
    if (!lines.empty() && !trimmed(lines.back()).empty()) {
        lines.emplace_back();
    }
    lines.push_back(fmt::format("[profiles.{}]", profile.name));
    const auto append = [&lines](std::string_view name, const std::optional<std::string>& value) {
        if (value) {
            lines.push_back(setting_line(name, *value));
        }
    };
    append("base_url", profile.base_url);
    append("key_file", profile.key_file);
    append("key_command", profile.key_command);
    append("db", profile.db);
}

void erase_section(Lines& lines, std::string_view name)
{
    const auto header = std::ranges::find_if(
        lines, [name](const std::string& line) { return is_header_of(line, name); });
    if (header != lines.end()) {
        lines.erase(header, end_of_section(header, lines.end()));
    }
}

void erase_profile(Configuration& configuration, std::string_view name)
{
    std::erase_if(configuration.profiles,
                  [name](const Profile& profile) { return profile.name == name; });
}

// The edit is a guess about the layout, the reading of it is not.
Result<std::string> checked(std::string text, const Configuration& meant)
{
    const Result<Configuration> read = parse_configuration(text);
    if (!read || *read != meant) {
        return fail(ErrorKind::conflict,
                    "the configuration file is laid out in a way that azen cannot change",
                    "change it with a text editor; `azen config explain` shows where it is");
    }
    return text;
}

}  // namespace

Result<std::string> with_profile(std::string_view text, const Profile& profile)
{
    Configuration meant = TRY(parse_configuration(text));
    erase_profile(meant, profile.name);
    meant.profiles.push_back(profile);
    std::ranges::sort(meant.profiles, {}, &Profile::name);
    Lines lines = lines_of(text);
    erase_section(lines, profile.name);
    append_section(lines, profile);
    return checked(text_of(lines), meant);
}

Result<std::string> without_profile(std::string_view text, std::string_view name)
{
    Configuration meant = TRY(parse_configuration(text));
    Lines lines = lines_of(text);
    if (meant.used == name) {
        meant.used.reset();
        if (const auto used = find_used_line(lines); used != lines.end()) {
            lines.erase(used);
        }
    }
    erase_profile(meant, name);
    erase_section(lines, name);
    return checked(text_of(lines), meant);
}

Result<std::string> with_used_profile(std::string_view text, std::string_view name)
{
    Configuration meant = TRY(parse_configuration(text));
    meant.used = std::string{name};
    Lines lines = lines_of(text);
    const std::string line = setting_line("profile", *meant.used);
    if (const auto used = find_used_line(lines); used != lines.end()) {
        *used = line;
    } else if (lines.empty()) {
        lines.push_back(line);
    } else {
        lines.insert(lines.begin(), {line, ""});
    }
    return checked(text_of(lines), meant);
}

}  // namespace azen::cli
