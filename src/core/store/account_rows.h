#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/account.h"
#include "core/account/session.h"
#include "core/base/clock.h"
#include "core/base/crypto.h"
#include "core/base/result.h"

/// Organizations, users and their sessions within a transaction; see store.h.
namespace azen {

/// Some of many, in order of creation, newest first.
struct Page {
    std::int64_t offset = 0;
    std::int64_t limit = 100;
};

class AccountRows {
public:
    virtual ~AccountRows() = default;

    /// An id wins over another's equal name.
    virtual Result<std::optional<Organization>> find_organization(std::string_view id_or_name) = 0;
    virtual Result<std::optional<Organization>> find_slug(std::string_view slug) = 0;

    /// ErrorKind::conflict when the id, the name or the slug is taken.
    virtual Result<void> insert(const Organization& organization) = 0;
    virtual Result<std::vector<Organization>> organizations(const Page& page) = 0;

    /// By id, name or address; where they are of several users, in this order.
    virtual Result<std::optional<User>> find_user(std::string_view reference) = 0;
    virtual Result<std::optional<User>> find_email(std::string_view email) = 0;

    /// ErrorKind::conflict when the id, the name or the address is taken.
    virtual Result<void> insert(const User& user) = 0;
    virtual Result<std::vector<User>> users(const Page& page) = 0;

    /// Writes all of a user but its id and when it was made.
    virtual Result<void> update(const User& user) = 0;
};

class MemberRows {
public:
    virtual ~MemberRows() = default;

    virtual Result<std::optional<Member>> find(std::string_view organization_id,
                                               std::string_view user_id) = 0;

    /// All of an organization, or all of a user, in order of joining.
    virtual Result<std::vector<Member>> of_organization(std::string_view organization_id) = 0;
    virtual Result<std::vector<Member>> of_user(std::string_view user_id) = 0;

    /// Adds a member, or gives one that is there another role.
    virtual Result<void> put(const Member& member) = 0;
    virtual Result<void> erase(std::string_view organization_id, std::string_view user_id) = 0;
};

class SessionRows {
public:
    virtual ~SessionRows() = default;

    /// The session of an enabled user whose token has that hash, also when its time is over.
    virtual Result<std::optional<Session>> find(const Digest& token_hash) = 0;
    virtual Result<std::optional<Session>> find_id(std::string_view id) = 0;

    virtual Result<void> insert(const Session& session, const Digest& token_hash) = 0;

    /// Writes when a session ends and in what organization it works.
    virtual Result<void> update(const Session& session) = 0;

    /// Those of one user, or of all.
    virtual Result<std::vector<Session>> list(const std::optional<std::string>& user_id,
                                              const Page& page) = 0;

    /// Whether there was one to erase.
    virtual Result<bool> erase(std::string_view id) = 0;

    /// How many there were.
    virtual Result<std::int64_t> erase_of(std::string_view user_id) = 0;
    virtual Result<void> erase_expired(Timestamp now) = 0;
};

}  // namespace azen
