#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

/// The configuration file: TOML, written by `azen profile` and by hand.
///
///     profile = "work"                  # the one in use when nothing else names one
///
///     [profiles.work]
///     base_url = "https://api.azen.sh"
///     key_command = "pass show azen"    # or key_file = "…"
///     db = "/srv/azen/azen.db"
///
/// It holds no secret, only where secrets are. Unknown names are refused: a misspelt setting that
/// is silently ignored would send a key to the wrong server.
namespace azen::cli {

/// Where azen speaks to and with which key, under a name. A value type; all text as it was written.
struct Profile {
    std::string name;                        // see check_profile_name()
    std::optional<std::string> base_url;     // what parse_base_url() takes
    std::optional<std::string> key_file;     // at most one of these two is there
    std::optional<std::string> key_command;  // for sh; prints the key
    std::optional<std::string> db;

    friend bool operator==(const Profile&, const Profile&) = default;
};

/// What the file says.
struct Configuration {
    std::optional<std::string> used;  // a profile's name; there need not be such a profile
    std::vector<Profile> profiles;    // by name

    /// nullptr when there is none of that name.
    const Profile* find(std::string_view name) const;

    friend bool operator==(const Configuration&, const Configuration&) = default;
};

/// ErrorKind::invalid unless `name` is 1 to 32 of A-Z a-z 0-9 _ -.
Result<void> check_profile_name(std::string_view name);

/// ErrorKind::invalid, with the line, for what is no TOML, has a name or a value that means
/// nothing, or holds an API key.
Result<Configuration> parse_configuration(std::string_view text);

/// There is no profile of that name: the error that says so, and what there is.
tl::unexpected<Error> unknown_profile(const Configuration& configuration, std::string_view name);

}  // namespace azen::cli
