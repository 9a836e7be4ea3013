#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/audit/recorder.h"
#include "core/store/store.h"

/// Accounts, members and sessions that record what administrators change. What each is made from
/// outlives it.
namespace azen {

class AuditedAccountRows final : public AccountRows {
public:
    AuditedAccountRows(AccountRows& rows, Recorder& recorder) : rows_{rows}, recorder_{recorder} {}

    Result<void> insert(const Organization& organization) override;
    Result<void> insert(const User& user) override;
    Result<void> update(const User& user) override;

    Result<std::optional<Organization>> find_organization(std::string_view id_or_name) override
    {
        return rows_.find_organization(id_or_name);
    }
    Result<std::optional<Organization>> find_slug(std::string_view slug) override
    {
        return rows_.find_slug(slug);
    }
    Result<std::vector<Organization>> organizations(const Page& page) override
    {
        return rows_.organizations(page);
    }
    Result<std::optional<User>> find_user(std::string_view reference) override
    {
        return rows_.find_user(reference);
    }
    Result<std::optional<User>> find_email(std::string_view email) override
    {
        return rows_.find_email(email);
    }
    Result<std::vector<User>> users(const Page& page) override { return rows_.users(page); }

private:
    AccountRows& rows_;
    Recorder& recorder_;
};

/// A member is told of as a change of its organization.
class AuditedMemberRows final : public MemberRows {
public:
    AuditedMemberRows(MemberRows& rows, AccountRows& accounts, Recorder& recorder)
        : rows_{rows}, accounts_{accounts}, recorder_{recorder}
    {}

    Result<void> put(const Member& member) override;
    Result<void> erase(std::string_view organization_id, std::string_view user_id) override;

    Result<std::optional<Member>> find(std::string_view organization_id,
                                       std::string_view user_id) override
    {
        return rows_.find(organization_id, user_id);
    }
    Result<std::vector<Member>> of_organization(std::string_view organization_id) override
    {
        return rows_.of_organization(organization_id);
    }
    Result<std::vector<Member>> of_user(std::string_view user_id) override
    {
        return rows_.of_user(user_id);
    }

private:
    Result<void> record(std::string_view action,
                        const Member& member,
                        const nlohmann::ordered_json& change);
    Result<nlohmann::ordered_json> describe(const Member& member);

    MemberRows& rows_;
    AccountRows& accounts_;
    Recorder& recorder_;
};

/// That an administrator ends sessions is told of as a change of their user. Of signing in and out
/// those tell who see to it.
class AuditedSessionRows final : public SessionRows {
public:
    AuditedSessionRows(SessionRows& rows, AccountRows& accounts, Recorder& recorder)
        : rows_{rows}, accounts_{accounts}, recorder_{recorder}
    {}

    Result<bool> erase(std::string_view id) override;
    Result<std::int64_t> erase_of(std::string_view user_id) override;

    Result<std::optional<Session>> find(const Digest& token_hash) override
    {
        return rows_.find(token_hash);
    }
    Result<std::optional<Session>> find_id(std::string_view id) override
    {
        return rows_.find_id(id);
    }
    Result<void> insert(const Session& session, const Digest& token_hash) override
    {
        return rows_.insert(session, token_hash);
    }
    Result<void> update(const Session& session) override { return rows_.update(session); }
    Result<std::vector<Session>> list(const std::optional<std::string>& user_id,
                                      const Page& page) override
    {
        return rows_.list(user_id, page);
    }
    Result<void> erase_expired(Timestamp now) override { return rows_.erase_expired(now); }

private:
    Result<void> record(std::string_view user_id, const nlohmann::ordered_json& change);

    SessionRows& rows_;
    AccountRows& accounts_;
    Recorder& recorder_;
};

}  // namespace azen
