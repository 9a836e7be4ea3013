#include "core/service/user_service.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/ascii.h"
#include "core/base/nearest.h"
#include "core/base/text_rules.h"
#include "core/base/uuid.h"

namespace azen::user_service {
namespace {

constexpr std::size_t max_name = 64;
constexpr std::size_t max_email = 254;  // RFC 5321, section 4.5.3.1.3
constexpr std::int64_t names_looked_at = 10'000;

Result<void> check_free(AccountRows& accounts, std::string_view email, std::string_view user_id)
{
    const auto other = TRY(accounts.find_email(email));
    if (other && other->id != user_id) {
        return fail(ErrorKind::conflict,
                    fmt::format("the address {} is that of the user \"{}\"", email, other->name),
                    "give another address");
    }
    return {};
}

Result<void> apply(AccountRows& accounts, const Credentials& credentials, User& user)
{
    TRY(check_email(credentials.email));
    user.email = normal_email(credentials.email);
    user.password_hash = credentials.password_hash;
    return check_free(accounts, *user.email, user.id);
}

tl::unexpected<Error> unknown(std::string_view reference, const std::vector<User>& users)
{
    std::vector<std::string> names;
    names.reserve(users.size());
    for (const User& user : users) {
        names.push_back(user.name);
    }
    const auto meant = nearest(reference, names);
    return fail(ErrorKind::not_found,
                fmt::format("there is no user \"{}\"", reference),
                meant ? fmt::format("did you mean \"{}\"?", *meant)
                      : "list the users with 'azen users list'");
}

}  // namespace

Result<void> check_email(std::string_view email)
{
    const std::size_t at = email.find('@');
    const bool has_parts = at != std::string_view::npos && at > 0 && at + 1 < email.size() &&
                           email.find('@', at + 1) == std::string_view::npos;
    if (!has_parts || std::ranges::any_of(email, is_ascii_space) ||
        !check_name("an address", email, max_email)) {
        return fail(
            ErrorKind::invalid, "that is no e-mail address", "write it like ann@example.org");
    }
    return {};
}

// ASCII alone: the local part of an address is compared so anyway, and no locale is needed.
std::string normal_email(std::string_view email)
{
    std::string lower{email};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

Result<User> create(AccountRows& accounts,
                    std::string_view name,
                    const std::optional<Credentials>& credentials,
                    RandomSource& random,
                    Timestamp now)
{
    TRY(check_name("a user's name", name, max_name));
    const auto other = TRY(accounts.find_user(name));
    if (other && other->name == name) {
        return fail(ErrorKind::conflict,
                    fmt::format("there is a user \"{}\" already", name),
                    "choose another name, or see 'azen users list'");
    }
    User user{
        .id = make_uuid(random), .name = std::string{name}, .created_at = now, .updated_at = now};
    if (credentials) {
        TRY(apply(accounts, *credentials, user));
    }
    TRY(accounts.insert(user));
    return user;
}

Result<User> find(AccountRows& accounts, std::string_view reference)
{
    auto user = TRY(accounts.find_user(reference));
    if (!user) {
        return unknown(reference, TRY(accounts.users({.limit = names_looked_at})));
    }
    return std::move(*user);
}

Result<User> set_credentials(Transaction& transaction,
                             std::string_view reference,
                             const Credentials& credentials,
                             Timestamp now)
{
    AccountRows& accounts = transaction.accounts();
    User user = TRY(find(accounts, reference));
    TRY(apply(accounts, credentials, user));
    user.updated_at = now;
    TRY(accounts.update(user));
    TRY(transaction.sessions().erase_of(user.id));
    return user;
}

Result<User> set_enabled(Transaction& transaction,
                         std::string_view reference,
                         Enabled enabled,
                         Timestamp now)
{
    AccountRows& accounts = transaction.accounts();
    User user = TRY(find(accounts, reference));
    if (user.disabled_at.has_value() == (enabled == Enabled::no)) {
        return user;
    }
    user.disabled_at = enabled == Enabled::yes ? std::nullopt : std::optional{now};
    user.updated_at = now;
    TRY(accounts.update(user));
    TRY(transaction.sessions().erase_of(user.id));
    return user;
}

}  // namespace azen::user_service
