#include "server/http/request_target.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/ascii.h"
#include "server/http/ascii_case.h"

namespace azen::server {
namespace {

// Looser than RFC 3986 where browsers are: they send | and the like as they are.
bool is_target_character(char character)
{
    return character > ' ' && character < '\x7F' && character != '#' && character != '"' &&
           character != '<' && character != '>' && character != '\\';
}

// What RFC 3986 lets a name consist of, in no order: nothing is looked up by it.
bool is_name_character(char character)
{
    constexpr std::string_view others = "-._~!$&'()*+,;=%";
    return is_ascii_alphanumeric(character) || others.find(character) != std::string_view::npos;
}

// An address in brackets may have colons, too.
bool is_address_character(char character)
{
    return character == ':' || is_name_character(character);
}

// The length of the name, or of the address in brackets, that `value` begins with; 0: of none.
std::size_t host_length(std::string_view value)
{
    if (!value.starts_with('[')) {
        const std::string_view name = value.substr(0, value.find(':'));
        return std::ranges::all_of(name, is_name_character) ? name.size() : 0;
    }
    const std::size_t end = value.find(']');
    const bool is_address = end != std::string_view::npos && end > 1 &&
                            std::ranges::all_of(value.substr(1, end - 1), is_address_character);
    return is_address ? end + 1 : 0;
}

struct AbsoluteForm {
    std::string_view authority;
    std::string_view rest;
};

// nullopt when `target` is no http URI with a host.
std::optional<AbsoluteForm> split_absolute(std::string_view target)
{
    constexpr std::array<std::string_view, 2> schemes{"http://", "https://"};
    const auto* const scheme = std::ranges::find_if(schemes, [&](std::string_view candidate) {
        return starts_ignoring_case(target, candidate);
    });
    if (scheme == schemes.end()) {
        return std::nullopt;
    }
    const std::string_view rest = target.substr(scheme->size());
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    if (end == 0 || !is_host(rest.substr(0, end))) {
        return std::nullopt;
    }
    return AbsoluteForm{.authority = rest.substr(0, end), .rest = rest.substr(end)};
}

}  // namespace

bool is_host(std::string_view value)
{
    const std::size_t length = host_length(value);
    const std::string_view port = value.substr(length);
    return value.empty() ||
           (length > 0 && (port.empty() || (port.front() == ':' &&
                                            std::ranges::all_of(port.substr(1), is_ascii_digit))));
}

bool read_target(std::string_view target, Request& request)
{
    if (target == "*" && request.method == Method::options) {
        request.path = target;
        return true;
    }
    if (!target.starts_with('/')) {
        const std::optional<AbsoluteForm> absolute = split_absolute(target);
        if (!absolute) {
            return false;
        }
        request.host = absolute->authority;
        target = absolute->rest;
    }
    if (!std::ranges::all_of(target, is_target_character)) {
        return false;
    }
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.path = mark == 0 ? std::string_view{"/"} : target.substr(0, mark);
    request.query = target.substr(std::min(mark + 1, target.size()));
    return true;
}

}  // namespace azen::server
