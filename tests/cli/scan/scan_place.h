#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/scan/scan_report.h"
#include "support/fake_random.h"
#include "support/process.h"
#include "support/temp_dir.h"

namespace azen::test {

/// A directory to look for secrets in, and a secret to put there.
class ScanPlace {
public:
    const std::string& secret() const { return secret_; }
    std::filesystem::path path(const std::string& name = "") const
    {
        return name.empty() ? directory_.path() : directory_ / name;
    }

    void write(const std::string& name, const std::string& text) const
    {
        std::filesystem::create_directories(path(name).parent_path());
        std::ofstream{path(name), std::ios::binary} << text;
    }

    /// Runs git in the directory, as nobody's configuration would have it.
    Outcome git(const std::vector<std::string>& words) const
    {
        std::vector<std::string> arguments{"git", "-C", path().string()};
        arguments.insert(arguments.end(), words.begin(), words.end());
        return run({.arguments = arguments,
                    .environment = {"PATH=/usr/bin:/bin",
                                    "HOME=" + path().string(),
                                    "GIT_CONFIG_NOSYSTEM=1",
                                    "GIT_AUTHOR_NAME=a",
                                    "GIT_AUTHOR_EMAIL=a@localhost",
                                    "GIT_COMMITTER_NAME=a",
                                    "GIT_COMMITTER_EMAIL=a@localhost"},
                    .input = {}});
    }

    /// The places in `report`: "name:line:column", names below the directory.
    std::vector<std::string> places(const cli::ScanReport& report) const
    {
        std::vector<std::string> places;
        for (const cli::PlacedSecret& each : report.secrets) {
            const std::filesystem::path file{each.file};
            const std::string name =
                file.is_absolute() ? file.lexically_relative(path()).string() : each.file;
            places.push_back(name + ":" + std::to_string(each.line) + ":" +
                             std::to_string(each.column));
        }
        return places;
    }

private:
    TempDir directory_;
    FakeRandom random_{7};
    std::string secret_{key_secret::make("az_", random_).reveal()};
};

/// Goes to a directory, and back when destroyed. The current directory is the process's: tests of
/// one executable run one after another.
class InDirectory {
public:
    explicit InDirectory(const std::filesystem::path& directory)
        : before_{std::filesystem::current_path()}
    {
        std::filesystem::current_path(directory);
    }
    ~InDirectory() { std::filesystem::current_path(before_); }
    InDirectory(const InDirectory&) = delete;
    InDirectory& operator=(const InDirectory&) = delete;

private:
    std::filesystem::path before_;
};

}  // namespace azen::test
