#pragma once

#include <array>
#include <string_view>

#include "cli/command.h"

/// The options for watching over keys, removing them, and taking them elsewhere.
namespace azen::cli::option {

inline constexpr std::array<std::string_view, 2> origin_choices{"azen", "better-auth"};
inline constexpr std::array<std::string_view, 3> conflict_choices{"fail", "skip", "replace"};

inline constexpr Option expiring{
    .name = "expiring", .value_name = "LENGTH", .help = "keys that expire within this time: 14d"};
inline constexpr Option unused{
    .name = "unused", .value_name = "LENGTH", .help = "keys that were not used for this long: 30d"};
inline constexpr Option max_age{
    .name = "max-age", .value_name = "LENGTH", .help = "keys whose secret is older than this: 90d"};
inline constexpr Option no_expiry{.name = "no-expiry", .help = "keys that never expire"};
inline constexpr Option expired{.name = "expired", .help = "keys that have expired"};
inline constexpr Option revoked{.name = "revoked", .help = "keys that were revoked"};
inline constexpr Option exhausted{.name = "exhausted",
                                  .help = "keys whose quota is used up, and not refilled"};
inline constexpr Option dead_for{.name = "for",
                                 .value_name = "LENGTH",
                                 .help = "only those that have been so for this long: 90d"};
inline constexpr Option from{.name = "from",
                             .value_name = "PROGRAM",
                             .help = "who wrote the file",
                             .default_value = "azen",
                             .choices = origin_choices};
inline constexpr Option on_conflict{.name = "on-conflict",
                                    .value_name = "WHAT",
                                    .help = "what to do with a key that is there already",
                                    .default_value = "fail",
                                    .choices = conflict_choices};
inline constexpr Option all_to_organization{
    .name = "organization",
    .value_name = "NAME",
    .help = "whose they all are, by name or id; made when there is none"};
inline constexpr Option all_to_user{
    .name = "user",
    .value_name = "NAME",
    .help = "who made them all, by name or id; made when there is none"};
inline constexpr Option trust_metadata{
    .name = "trust-metadata",
    .help = "take a missing organization from the metadata, which the key's owner could write"};

}  // namespace azen::cli::option
