#include "core/service/organization_service.h"

#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/nearest.h"
#include "core/base/text_rules.h"
#include "core/base/uuid.h"
#include "core/service/user_service.h"

namespace azen::organization_service {
namespace {

constexpr std::size_t max_name = 64;
constexpr std::size_t max_logo = 2'048;
constexpr auto max_metadata_bytes = std::size_t{16} * 1024;
constexpr std::int64_t names_looked_at = 10'000;

Result<void> check(const NewOrganization& wanted)
{
    TRY(check_name("an organization's name", wanted.name, max_name));
    if (!wanted.slug.empty()) {
        TRY(check_name("an organization's slug", wanted.slug, max_name));
    }
    if (wanted.logo) {
        TRY(check_name("a logo's URL", *wanted.logo, max_logo));
    }
    const auto metadata = nlohmann::json::parse(wanted.metadata, nullptr, false);
    if (wanted.metadata.size() > max_metadata_bytes ||
        (!metadata.is_object() && !metadata.is_null())) {
        return fail(ErrorKind::invalid, "metadata is a JSON object of at most 16 KiB");
    }
    return {};
}

Result<void> check_free(AccountRows& accounts, const Organization& wanted)
{
    const auto same_name = TRY(accounts.find_organization(wanted.name));
    if (same_name && same_name->name == wanted.name) {
        return fail(ErrorKind::conflict,
                    fmt::format("there is an organization \"{}\" already", wanted.name),
                    "choose another name, or see 'azen orgs list'");
    }
    if (TRY(accounts.find_slug(wanted.slug))) {
        return fail(ErrorKind::conflict,
                    fmt::format("the slug \"{}\" is another organization's", wanted.slug),
                    "choose another slug");
    }
    return {};
}

tl::unexpected<Error> unknown(std::string_view reference,
                              const std::vector<Organization>& organizations)
{
    std::vector<std::string> names;
    names.reserve(organizations.size());
    for (const Organization& organization : organizations) {
        names.push_back(organization.name);
    }
    const auto meant = nearest(reference, names);
    return fail(ErrorKind::not_found,
                fmt::format("there is no organization \"{}\"", reference),
                meant ? fmt::format("did you mean \"{}\"?", *meant)
                      : "list the organizations with 'azen orgs list'");
}

/// Fails when `leaving`, an owner, is the only one.
Result<void> keep_an_owner(MemberRows& members, const Member& leaving)
{
    const std::vector<Member> all = TRY(members.of_organization(leaving.organization_id));
    if (leaving.role == Role::owner && std::ranges::count(all, Role::owner, &Member::role) == 1) {
        return fail(ErrorKind::conflict,
                    "an organization keeps at least one owner, and this is its last",
                    "make another member an owner first");
    }
    return {};
}

}  // namespace

Result<Organization> create(AccountRows& accounts,
                            const NewOrganization& wanted,
                            RandomSource& random,
                            Timestamp now)
{
    TRY(check(wanted));
    Organization organization{.id = make_uuid(random),
                              .name = wanted.name,
                              .slug = wanted.slug.empty() ? wanted.name : wanted.slug,
                              .logo = wanted.logo,
                              .metadata = wanted.metadata,
                              .created_at = now};
    TRY(check_free(accounts, organization));
    TRY(accounts.insert(organization));
    return organization;
}

Result<void> add(AccountRows& accounts,
                 const std::string& id,
                 const std::string& name,
                 Timestamp now)
{
    const bool is_taken = TRY(accounts.find_slug(name)).has_value();
    return accounts.insert(
        Organization{.id = id, .name = name, .slug = is_taken ? id : name, .created_at = now});
}

Result<Organization> find(AccountRows& accounts, std::string_view reference)
{
    auto organization = TRY(accounts.find_organization(reference));
    if (!organization) {
        return unknown(reference, TRY(accounts.organizations({.limit = names_looked_at})));
    }
    return std::move(*organization);
}

Result<Member> appoint(Transaction& transaction,
                       const Appointment& appointment,
                       RandomSource& random,
                       Timestamp now)
{
    AccountRows& accounts = transaction.accounts();
    const Organization organization = TRY(find(accounts, appointment.organization));
    const User user = TRY(user_service::find(accounts, appointment.user));
    const auto present = TRY(transaction.members().find(organization.id, user.id));
    if (present && appointment.role != Role::owner) {
        TRY(keep_an_owner(transaction.members(), *present));
    }
    Member member = present.value_or(Member{.id = make_uuid(random),
                                            .organization_id = organization.id,
                                            .user_id = user.id,
                                            .created_at = now});
    member.role = appointment.role;
    TRY(transaction.members().put(member));
    return member;
}

Result<Member> dismiss(Transaction& transaction,
                       std::string_view organization,
                       std::string_view user)
{
    AccountRows& accounts = transaction.accounts();
    const Organization left = TRY(find(accounts, organization));
    const User leaving = TRY(user_service::find(accounts, user));
    auto member = TRY(transaction.members().find(left.id, leaving.id));
    if (!member) {
        return fail(ErrorKind::not_found,
                    fmt::format("{} is no member of {}", leaving.name, left.name),
                    "list the members with 'azen orgs members'");
    }
    TRY(keep_an_owner(transaction.members(), *member));
    TRY(transaction.members().erase(left.id, leaving.id));
    return std::move(*member);
}

}  // namespace azen::organization_service
