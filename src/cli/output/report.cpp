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

// What the cause itself does not suggest, its kind does. No default: a new kind needs one too.
std::string_view next_step(const Error& error)
{
    if (!error.hint.empty()) {
        return error.hint;
    }
    switch (error.kind) {
        case ErrorKind::invalid: return "add --help to the command to see what it takes";
        case ErrorKind::not_found: return "list what there is, and name one of it";
        case ErrorKind::refused: return "give another API key";
        case ErrorKind::conflict: return "look at the present state, then decide anew";
        case ErrorKind::rate_limited: return "wait a little, then repeat the command";
        case ErrorKind::unreachable: return "check the network, then repeat the command";
        case ErrorKind::declined: return "repeat the command with --yes";
        case ErrorKind::store: return "run `azen status` to see what is wrong with the store";
        case ErrorKind::internal: break;
    }
    return "try again; if it fails again, report it with the command line that led to it";
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

// https://no-color.org; and without TERM there is no telling what a terminal understands.
bool wants_colour(const Context& context)
{
    return context.terminals.err && !context.environment.find("NO_COLOR") &&
           context.environment.find("TERM").value_or("dumb") != "dumb";
}

// Indented: for scripts it is the same, for people it can be read.
std::string json_text(const nlohmann::ordered_json& json)
{
    return printable_json(
        json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void print_json(Context& context, const nlohmann::ordered_json& json)
{
    context.out << json_text(json) << '\n';
}

void print_result(Context& context, std::string_view text)
{
    context.out << printable(text) << '\n';
}

void print_done(Context& context, std::string_view sentence)
{
    if (!context.manners.quiet) {
        print_result(context, sentence);
    }
}

// Neither error nor hint: said in passing, and without a label.
void print_note(Context& context, std::string_view text)
{
    if (context.manners.quiet) {
        return;
    }
    context.err << "azen: " << printable(text) << '\n';
}

void print_error(Context& context, const Error& error)
{
    print_labelled(context, "error", red, error.message);
    print_labelled(context, "hint", blue, next_step(error));
}

}  // namespace azen::cli
