#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "cli/command.h"
#include "cli/table/options.h"

/// The options that say whose keys a command is about: those of a store, or of a server. They are
/// read by keys_options.h.
namespace azen::cli::option {

inline constexpr Option server{
    .name = "server",
    .value_name = "URL",
    .help = "administer the keys of this `azen serve`: https://..., http:// here, unix:/path",
    .excludes = "db"};
inline constexpr Option remote{
    .name = "remote", .help = "the same with the server of the profile", .excludes = "server"};
inline constexpr Option session_file{
    .name = "session-file",
    .value_name = "FILE",
    .help = "for a server: a signed-in user's cookie from FILE (name=value) instead of a key",
    .completion = Completion::file};
// As key_file, where it is the credential for a server and nothing else.
inline constexpr Option manager_key_file{
    .name = "key-file",
    .value_name = "FILE",
    .help = "for a server: read the API key from FILE instead of AZEN_API_KEY",
    .completion = Completion::file};

// In `keys verify` --key-file is the key to verify.
inline constexpr std::array keys_place{
    &db, &server, &remote, &manager_key_file, &session_file, &timeout};
inline constexpr std::array presented_key_place{&db, &server, &remote, &session_file, &timeout};

}  // namespace azen::cli::option

namespace azen::cli {

/// Several lists of options as one, for a row.
template <std::size_t... sizes>
constexpr auto joined(const std::array<const Option*, sizes>&... lists)
{
    std::array<const Option*, (sizes + ...)> all{};
    auto place = all.begin();
    ((place = std::copy(lists.begin(), lists.end(), place)), ...);
    return all;
}

}  // namespace azen::cli
