#include "core/key/permissions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"

namespace azen {

namespace {

constexpr std::size_t max_name_length = 64;

// The two halves of "resource.action".
struct Names {
    std::string_view resource;
    std::string_view action;
};

bool is_name(std::string_view text)
{
    const auto is_allowed = [](char c) {
        return is_ascii_alphanumeric(c) || c == '_' || c == ':' || c == '-';
    };
    return !text.empty() && text.size() <= max_name_length && std::ranges::all_of(text, is_allowed);
}

// A name holds no dot, so that a second one makes the action malformed.
std::optional<Names> split(std::string_view permission)
{
    const std::size_t dot = permission.find('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    const Names names{.resource = permission.substr(0, dot), .action = permission.substr(dot + 1)};
    if (!is_name(names.resource) || !is_name(names.action)) {
        return std::nullopt;
    }
    return names;
}

// Whether `actions` was a list of well-formed names, all of which are granted now.
bool grant_all(Permissions& permissions, std::string_view resource, const nlohmann::json& actions)
{
    if (!is_name(resource) || !actions.is_array()) {
        return false;
    }
    for (const nlohmann::json& action : actions) {
        // get_ptr answers with nullptr where get would throw.
        const auto* const name = action.get_ptr<const std::string*>();
        if (name == nullptr || !is_name(*name)) {
            return false;
        }
        permissions.grant(resource, *name);
    }
    return true;
}

// What was refused is not quoted: it may be a secret in the wrong place, or hold control
// characters.
tl::unexpected<Error> refuse_text()
{
    return fail(ErrorKind::invalid,
                "not a list of permissions",
                "write resource.action, separated by commas: memory.read,usage.read");
}

tl::unexpected<Error> refuse_json()
{
    return fail(ErrorKind::invalid,
                "permissions are an object of lists of actions by resource",
                R"(write for example {"memory":["read","write"]})");
}

}  // namespace

Permissions Permissions::defaults()
{
    Permissions permissions;
    permissions.grant("memory", "read");
    permissions.grant("memory", "write");
    permissions.grant("memory", "delete");
    permissions.grant("usage", "read");
    return permissions;
}

Result<Permissions> Permissions::from_json(const nlohmann::json& json)
{
    if (!json.is_object()) {
        return refuse_json();
    }
    Permissions permissions;
    for (const auto& [resource, actions] : json.items()) {
        if (!grant_all(permissions, resource, actions)) {
            return refuse_json();
        }
    }
    return permissions;
}

Result<Permissions> Permissions::parse(std::string_view text)
{
    Permissions permissions;
    if (trim_ascii_space(text).empty()) {
        return permissions;
    }
    while (true) {
        const std::size_t comma = text.find(',');
        const auto names = split(trim_ascii_space(text.substr(0, comma)));
        if (!names) {
            return refuse_text();
        }
        permissions.grant(names->resource, names->action);
        if (comma == std::string_view::npos) {
            return permissions;
        }
        text.remove_prefix(comma + 1);
    }
}

nlohmann::json Permissions::to_json() const
{
    nlohmann::json json = nlohmann::json::object();
    for (const auto& [resource, actions] : actions_) {
        json[resource] = actions;
    }
    return json;
}

std::string Permissions::to_text() const
{
    std::string text;
    for (const auto& [resource, actions] : actions_) {
        for (const std::string& action : actions) {
            text.append(text.empty() ? "" : ",").append(resource).append(".").append(action);
        }
    }
    return text;
}

void Permissions::grant(std::string_view resource, std::string_view action)
{
    if (is_name(resource) && is_name(action)) {
        actions_[std::string{resource}].emplace(action);
    }
}

void Permissions::revoke(std::string_view resource, std::string_view action)
{
    const auto found = actions_.find(resource);
    if (found == actions_.end()) {
        return;
    }
    if (const auto granted = found->second.find(action); granted != found->second.end()) {
        found->second.erase(granted);
    }
    // A resource without actions must not make two equal sets of permissions differ.
    if (found->second.empty()) {
        actions_.erase(found);
    }
}

void Permissions::grant(const Permissions& others)
{
    for (const auto& [resource, actions] : others.actions_) {
        actions_[resource].insert(actions.begin(), actions.end());
    }
}

void Permissions::revoke(const Permissions& others)
{
    for (const auto& [resource, actions] : others.actions_) {
        for (const std::string& action : actions) {
            revoke(resource, action);
        }
    }
}

bool Permissions::allows(std::string_view permission) const
{
    // Asked on every request: no copies, and no need to check the form, because only well-formed
    // names were ever granted.
    const std::size_t dot = permission.find('.');
    if (dot == std::string_view::npos) {
        return false;
    }
    const auto found = actions_.find(permission.substr(0, dot));
    return found != actions_.end() && found->second.contains(permission.substr(dot + 1));
}

bool Permissions::allows_any(std::string_view resource) const
{
    return actions_.contains(resource);
}

}  // namespace azen
