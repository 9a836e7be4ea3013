#pragma once

#include <array>
#include <string_view>

#include "cli/command.h"

/// The options of users, organizations and sessions.
namespace azen::cli::option {

inline constexpr std::array<std::string_view, 3> role_choices{"owner", "admin", "member"};

inline constexpr Option email{
    .name = "email", .value_name = "ADDRESS", .help = "the address to sign in with"};
inline constexpr Option password_file{.name = "password-file",
                                      .value_name = "FILE",
                                      .help = "read the password from FILE instead of asking",
                                      .completion = Completion::file,
                                      .excludes = "password-stdin"};
inline constexpr Option password_stdin{.name = "password-stdin",
                                       .help = "read the password from standard input"};
inline constexpr Option slug{
    .name = "slug", .value_name = "TEXT", .help = "what stands for it in URLs (without: its name)"};
inline constexpr Option owner{
    .name = "owner", .value_name = "USER", .help = "a user who becomes its first owner"};
inline constexpr Option add{.name = "add",
                            .value_name = "USER",
                            .help = "make this user a member, or give it another role",
                            .excludes = "remove"};
inline constexpr Option remove{
    .name = "remove", .value_name = "USER", .help = "take this user out"};
inline constexpr Option role{.name = "role",
                             .value_name = "ROLE",
                             .help = "the role that --add gives",
                             .default_value = "member",
                             .choices = role_choices};
inline constexpr Option of_user{
    .name = "user", .value_name = "USER", .help = "of this user alone: a name, an id, an address"};
inline constexpr Option account_limit{.name = "limit",
                                      .value_name = "N",
                                      .help = "how many on a page, 1 to 1000",
                                      .default_value = "50"};

}  // namespace azen::cli::option
