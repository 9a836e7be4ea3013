#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "support/process.h"

namespace azen::test {

/// A place to try completions in: an `azen` that knows two keys, ci and deploy, comes first in the
/// PATH of the shells that are run here.
class Shell {
public:
    Shell()
    {
        const std::filesystem::path azen = directory_ / "azen";
        std::ofstream{azen} << "#!/bin/sh\n"
                               "[ \"$1 $2\" = 'complete keys' ] && printf 'ci\\ndeploy\\n'\n";
        std::filesystem::permissions(azen, std::filesystem::perms{0700});
    }

    Outcome run(const Words& words) const
    {
        return test::run({.arguments = words,
                          .environment = {"PATH=" + directory_.path().string() + ":/usr/bin:/bin",
                                          "HOME=" + directory_.path().string(),
                                          "TERM=dumb"},
                          .input = {}});
    }

    bool has(const std::string& program) const
    {
        return run({"sh", "-c", "command -v " + program}).status == 0;
    }

    /// Whether `shell` is absent, or reads `file` of the project without a complaint.
    bool parses(const std::string& shell, const std::string& option, const std::string& file) const
    {
        const Outcome outcome = run({shell, option, in_project(file).string()});
        return !has(shell) || (outcome.status == 0 && outcome.err.empty());
    }

private:
    TempDir directory_;
};

}  // namespace azen::test
