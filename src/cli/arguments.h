#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/config/configuration.h"
#include "core/base/clock.h"

namespace azen::cli {

/// Who decided on a value, the strongest first.
enum class Origin { command_line, environment, profile, built_in };

/// What was typed after a command's words, and when; what was not typed, the environment says, or
/// the profile in use, or the row. Made by parse_arguments(); a value type.
///
/// Asking for an option or a positional that the command does not have is a defect of the
/// caller's, and asserts: a misspelt name must not read as "not given".
class Arguments {
public:
    using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

    /// Both by option or positional name. A flag that was given has a value or more.
    Arguments(const Command& command, Values typed, Timestamp now, Values environment = {});

    /// Lets a profile speak for what neither was typed nor is in the environment.
    void use(Profile profile) { profile_ = std::move(profile); }
    const std::optional<Profile>& profile() const { return profile_; }

    /// Whether the command has such an option at all. For what serves several commands, and only
    /// some of them have it.
    bool offers(std::string_view option) const;

    /// Whether it was said: typed, in the environment or in the profile.
    bool has(std::string_view name) const { return origin(name) != Origin::built_in; }

    /// Who says what value() gives.
    Origin origin(std::string_view name) const;

    /// What was said, else the row's default, else nullopt.
    std::optional<std::string> value(std::string_view name) const;

    /// Everything typed, in order.
    std::vector<std::string> values(std::string_view name) const;

    /// The value of something that is required or has a default.
    std::string required(std::string_view name) const;

    /// The moment that lengths of time count from.
    Timestamp now() const { return now_; }

private:
    std::optional<std::string> profile_value(std::string_view name) const;

    const Command* command_;
    Values typed_;
    Values environment_;
    std::optional<Profile> profile_;
    Timestamp now_;
};

}  // namespace azen::cli
