#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>

namespace azen::cli {

/// Lines of a stream, however long, without ever holding more than `max_bytes` of one. One thread.
class LineReader {
public:
    struct Line {
        std::int64_t number = 0;  // from 1
        std::string text;         // without its end, "\n" or "\r\n"; cut when too long
        bool too_long = false;
    };

    /// `stream` outlives it.
    LineReader(std::istream& stream, std::size_t max_bytes) : stream_{stream}, max_bytes_{max_bytes}
    {}

    /// nullopt at the end. A byte order mark at the very beginning is no part of the first line.
    std::optional<Line> next();

private:
    std::istream& stream_;
    std::size_t max_bytes_;
    std::int64_t number_ = 0;
};

}  // namespace azen::cli
