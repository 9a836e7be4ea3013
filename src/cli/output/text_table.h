#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azen::cli {

/// A table for people: a heading, then rows, in columns two spaces apart. Cells hold foreign text
/// as it is: printing makes it safe. The last column is not padded.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> heading) : heading_{std::move(heading)} {}

    /// Precondition: as many cells as the heading has.
    void add(std::vector<std::string> cells);

    /// Columns are as wide as their widest cell, by code points: wide scripts may stand out.
    void print(std::ostream& out) const;

private:
    std::vector<std::string> heading_;
    std::vector<std::vector<std::string>> rows_;
};

/// A record for people: one field a line, its name padded so that the values line up.
using Fields = std::vector<std::pair<std::string_view, std::string>>;
void print_fields(std::ostream& out, const Fields& fields);

}  // namespace azen::cli
