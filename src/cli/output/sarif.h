#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

/// Findings in SARIF 2.1.0 (OASIS standard, 2020), the form that code hosts and editors read.
namespace azen::cli::sarif {

/// What a finding is an instance of. Constant data of static lifetime.
struct Rule {
    std::string_view id;       // "azen/leaked-key"
    std::string_view summary;  // one sentence
    std::string_view help;     // what to do about it
};

/// How bad a finding is.
enum class Level { error, warning, note };

/// Part of one line. Columns count code points from 1; `end_column` is the one behind it.
struct Region {
    std::size_t line = 1;
    std::size_t column = 1;
    std::size_t end_column = 1;
};

struct Finding {
    std::string_view rule;  // the id of one of the rules
    Level level = Level::error;
    std::string message;
    std::string file;                // a path; relative ones are the code host's to resolve
    std::optional<Region> region{};  // nullopt: the file as a whole
    std::string subject{};    // what in the file it is about, by a name that stays: a key's id
    std::string fingerprint;  // the same for the same finding in another run
};

/// The whole log, with one run of azen. Precondition: every finding's rule is among `rules`.
nlohmann::ordered_json log_of(std::span<const Rule> rules, std::span<const Finding> findings);

}  // namespace azen::cli::sarif
