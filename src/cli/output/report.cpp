#include "cli/output/report.h"

#include <string>

#include <nlohmann/json.hpp>

#include "cli/output/terminal_text.h"

namespace azen::cli {
namespace {

constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view blue = "\x1b[1;34m";
constexpr std::string_view plain = "\x1b[0m";

// Errors may list candidates, a line each. Indented, no foreign text can pose as another message.
std::string indented_lines(std::string_view text)
{
    std::string lines = printable_lines(text);
    for (std::size_t end = lines.find('\n'); end != std::string::npos;
         end = lines.find('\n', end + 1)) {
        lines.insert(end + 1, "  ");
    }
    return lines;
}

// https://no-color.org; and without TERM there is no telling what a terminal understands.
bool wants_colour(const Context& context)
{
    return context.terminals.err && !context.environment.find("NO_COLOR") &&
           context.environment.find("TERM").value_or("dumb") != "dumb";
}

// Only the label is coloured: the text stays readable on any background.
void print_labelled(Context& context,
                    std::string_view label,
                    std::string_view colour,
                    std::string_view text)
{
    const bool coloured = wants_colour(context);
    context.err << "azen: " << (coloured ? colour : "") << label << ':' << (coloured ? plain : "")
                << ' ' << indented_lines(text) << '\n';
}

}  // namespace

// The parser has checked it against its choices.
OutputFormat output_format(const Arguments& arguments)
{
    return arguments.value("output") == "json" ? OutputFormat::json : OutputFormat::table;
}

// Indented: for scripts it is the same, for people it can be read.
void print_json(Context& context, const nlohmann::ordered_json& json)
{
    using nlohmann::ordered_json;
    context.out << json.dump(2, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

void print_result(Context& context, std::string_view text)
{
    context.out << printable(text) << '\n';
}

// Neither error nor hint: said in passing, and without a label.
void print_note(Context& context, std::string_view text)
{
    context.err << "azen: " << printable(text) << '\n';
}

void print_error(Context& context, const Error& error)
{
    print_labelled(context, "error", red, error.message);
    if (!error.hint.empty()) {
        print_labelled(context, "hint", blue, error.hint);
    }
}

}  // namespace azen::cli
