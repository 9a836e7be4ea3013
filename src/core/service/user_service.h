#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/store/store.h"

/// Administers users. Works inside the caller's transaction and leaves the commit to it.
///
/// A `reference` is a user's id, name or address; what names none is ErrorKind::not_found. Input
/// out of range is ErrorKind::invalid, a name or an address that is taken ErrorKind::conflict.
namespace azen::user_service {

/// Who may sign in, and how. Both, or neither: then the user is only what keys belong to.
struct Credentials {
    std::string email;          // any case; kept in lower case
    std::string password_hash;  // as password::hash makes it
};

/// ErrorKind::invalid unless `email` looks like an address: one @, something before it, a name
/// behind it; at most 254 characters, none of them white space.
Result<void> check_email(std::string_view email);

/// The form in which an address is kept and looked up: in lower case.
std::string normal_email(std::string_view email);

Result<User> create(AccountRows& accounts,
                    std::string_view name,
                    const std::optional<Credentials>& credentials,
                    RandomSource& random,
                    Timestamp now);

Result<User> find(AccountRows& accounts, std::string_view reference);

/// Ends all of the user's sessions: whoever knew the old password is out.
Result<User> set_credentials(Transaction& transaction,
                             std::string_view reference,
                             const Credentials& credentials,
                             Timestamp now);

/// Whether a user may sign in at all. Disabling ends its sessions; its keys stay as they are, they
/// are the organization's. What is so already is no error.
enum class Enabled : std::uint8_t { no, yes };
Result<User> set_enabled(Transaction& transaction,
                         std::string_view reference,
                         Enabled enabled,
                         Timestamp now);

}  // namespace azen::user_service
