#include "cli/output/text_table.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "cli/output/terminal_text.h"

namespace azen::cli {
namespace {

// One space would do between columns, but not between columns of words.
constexpr std::size_t gap = 2;

// std::setw counts bytes; names need not be ASCII.
std::string padded(const std::string& text, std::size_t width)
{
    const std::size_t used = display_width(text);
    return text + std::string(used < width ? width - used : 0, ' ');
}

// No padding behind the last cell: copied lines should not carry spaces.
void print_row(std::ostream& out,
               const std::vector<std::string>& cells,
               const std::vector<std::size_t>& widths)
{
    std::string line;
    for (std::size_t column = 0; column < cells.size(); ++column) {
        line += padded(printable(cells[column]), widths[column] + gap);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
}

}  // namespace

void TextTable::add(std::vector<std::string> cells)
{
    assert(cells.size() == heading_.size());
    rows_.push_back(std::move(cells));
}

void TextTable::print(std::ostream& out) const
{
    std::vector<std::size_t> widths(heading_.size());
    // Measured as printed: an escape takes more columns than what it stands for.
    const auto widen = [&widths](const std::vector<std::string>& cells) {
        for (std::size_t column = 0; column < cells.size(); ++column) {
            widths[column] = std::max(widths[column], display_width(printable(cells[column])));
        }
    };
    widen(heading_);
    std::ranges::for_each(rows_, widen);
    print_row(out, heading_, widths);
    for (const std::vector<std::string>& row : rows_) {
        print_row(out, row, widths);
    }
}

void print_fields(std::ostream& out, const Fields& fields)
{
    std::size_t widest = 0;
    for (const auto& [name, value] : fields) {
        widest = std::max(widest, display_width(name));
    }
    for (const auto& [name, value] : fields) {
        out << padded(std::string{name}, widest + gap) << printable(value) << '\n';
    }
}

}  // namespace azen::cli
