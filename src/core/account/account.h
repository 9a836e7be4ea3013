#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"

namespace azen {

/// What keys, memories and usage belong to. Nothing of one is ever visible to another.
struct Organization {
    std::string id;                        // UUID v4
    std::string name;                      // 1 to 64 characters, unique
    std::string slug;                      // 1 to 64 characters, unique: for URLs
    std::optional<std::string> logo = {};  // a URL, for whoever shows it
    std::string metadata = "null";         // JSON text of an object, or "null"
    Timestamp created_at = {};
};

/// Who makes keys. Users are known to all organizations; a key ties one of them to one of these.
struct User {
    std::string id;                             // UUID v4
    std::string name;                           // 1 to 64 characters, unique
    std::optional<std::string> email = {};      // lower case, unique; without it no sign-in
    std::string password_hash = {};             // as password.h makes it; empty: no sign-in
    std::optional<Timestamp> disabled_at = {};  // set: no sign-in, and no session
    Timestamp created_at = {};
    Timestamp updated_at = {};
};

/// What a user may do in an organization. Whoever is none of these sees nothing of it.
enum class Role : std::uint8_t {
    owner = 0,   // all there is; every organization that had one keeps one
    admin = 1,   // administers keys
    member = 2,  // uses memories, and sees its own keys
};

/// The enumerator's name, as the wire and machine output have it; and back.
std::string_view to_string(Role role);
std::optional<Role> parse_role(std::string_view text);

/// That a user belongs to an organization. At most one for each two.
struct Member {
    std::string id;  // UUID v4
    std::string organization_id;
    std::string user_id;
    Role role = Role::member;
    Timestamp created_at = {};
};

}  // namespace azen
