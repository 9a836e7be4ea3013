#pragma once

#include <fcntl.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/unique_fd.h"
#include "support/temp_dir.h"

namespace azen::test {

/// A file to log into, and the lines that are then in it.
class LogFile {
public:
    LogFile()
        : file_{
              ::open((directory_ / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)}
    {}

    int descriptor() const { return file_.get(); }

    std::vector<std::string> lines() const
    {
        std::ifstream input{directory_ / "log"};
        std::vector<std::string> lines;
        for (std::string line; std::getline(input, line);) {
            lines.push_back(line);
        }
        return lines;
    }

private:
    TempDir directory_;
    UniqueFd file_;
};

}  // namespace azen::test
