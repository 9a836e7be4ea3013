#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "core/base/clock.h"

namespace azen::cli {

/// What was typed after a command's words, and when. Made by parse_arguments(); a value type.
///
/// Asking for an option or a positional that the command does not have is a defect of the
/// caller's, and asserts: a misspelt name must not read as "not given".
class Arguments {
public:
    using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

    /// `values` by option or positional name. A flag that was given has a value or more.
    Arguments(const Command& command, Values values, Timestamp now);

    /// Whether the command has such an option at all. For what serves several commands, and only
    /// some of them have it.
    bool offers(std::string_view option) const;

    /// Whether it was said, on the command line or in the environment.
    bool has(std::string_view name) const;

    /// What was said, else the row's default, else nullopt.
    std::optional<std::string> value(std::string_view name) const;

    /// Everything said, in order.
    std::vector<std::string> values(std::string_view name) const;

    /// The value of something that is required or has a default.
    std::string required(std::string_view name) const;

    /// The moment that lengths of time count from.
    Timestamp now() const { return now_; }

private:
    const Command* command_;
    Values values_;
    Timestamp now_;
};

}  // namespace azen::cli
