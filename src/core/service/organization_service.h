#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/store/store.h"

/// Administers organizations and who belongs to them. Works inside the caller's transaction and
/// leaves the commit to it.
///
/// An organization is named by its id or its name, a user as in user_service; what names none is
/// ErrorKind::not_found. Input out of range is ErrorKind::invalid.
namespace azen::organization_service {

struct NewOrganization {
    std::string name;                      // 1 to 64 characters
    std::string slug = {};                 // 1 to 64 characters; empty: the name
    std::optional<std::string> logo = {};  // at most 2048 characters
    std::string metadata = "null";         // JSON text of an object, or "null"; at most 16 KiB
};

/// ErrorKind::conflict when the name or the slug is taken.
Result<Organization> create(AccountRows& accounts,
                            const NewOrganization& wanted,
                            RandomSource& random,
                            Timestamp now);

/// Adds one that nobody has described: its slug is its name, or its id when that is another's slug.
/// ErrorKind::conflict when the id or the name is taken.
Result<void> add(AccountRows& accounts,
                 const std::string& id,
                 const std::string& name,
                 Timestamp now);

Result<Organization> find(AccountRows& accounts, std::string_view reference);

/// Who is to be what, where.
struct Appointment {
    std::string organization;
    std::string user;
    Role role = Role::member;
};

/// Adds a member, or gives one another role. ErrorKind::conflict when the organization would lose
/// its last owner.
Result<Member> appoint(Transaction& transaction,
                       const Appointment& appointment,
                       RandomSource& random,
                       Timestamp now);

/// Takes a member out; gives what it was. Its sessions lose the organization, its keys stay the
/// organization's. ErrorKind::not_found for whoever is no member, ::conflict for the last owner.
Result<Member> dismiss(Transaction& transaction,
                       std::string_view organization,
                       std::string_view user);

}  // namespace azen::organization_service
