#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azen::cli {

/// The environment variables that azen reads, as they stood at the start. A value type: tests make
/// their own, and nothing looks at the process's environment afterwards.
class Environment {
public:
    using Variables = std::map<std::string, std::string, std::less<>>;

    /// An empty one: nothing is set.
    Environment() = default;
    explicit Environment(Variables variables) : variables_{std::move(variables)} {}

    /// nullopt also for a variable that is set to nothing: `AZEN_DB= azen …` means "without it".
    std::optional<std::string> find(std::string_view name) const;

    /// Whether the locale, as setlocale(3) would choose it, is one of UTF-8.
    bool is_utf8_locale() const;

private:
    Variables variables_;
};

}  // namespace azen::cli
