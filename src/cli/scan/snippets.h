#pragma once

#include <string_view>

/// Texts for other programs that keep secrets out of repositories.
namespace azen::cli {

/// A rule for the configuration of gitleaks (TOML). It knows the form of a key, not its checksum.
std::string_view gitleaks_rule();

/// A pre-commit hook for git, a shell script: refuses a commit that would add a key, and one that
/// cannot be looked through.
std::string_view pre_commit_hook();

}  // namespace azen::cli
