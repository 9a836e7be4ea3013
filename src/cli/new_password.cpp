#include "cli/new_password.h"

#include <fmt/core.h>

#include <fstream>
#include <string>

#include "core/account/password.h"
#include "core/base/crypto.h"

namespace azen::cli {
namespace {

// Generous: the rules for passwords say more precisely what is too long.
constexpr std::size_t max_line_bytes = 4'096;

// A line without its end. Spaces are part of a password.
Secret read_line(std::istream& stream)
{
    std::string line;
    line.reserve(max_line_bytes);  // no copy of it is left behind in memory given back
    for (int next = stream.get(); next != EOF && next != '\n'; next = stream.get()) {
        if (line.size() < max_line_bytes) {
            line += static_cast<char>(next);
        }
    }
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    return Secret{std::move(line)};
}

// What is typed is not shown; the line end that was typed is not shown either, so it is made up
// for.
Secret ask(Context& context, std::string_view question)
{
    context.err << question << std::flush;
    if (context.show_typing) {
        context.show_typing(false);
    }
    Secret answer = read_line(context.in);
    if (context.show_typing) {
        context.show_typing(true);
    }
    context.err << '\n';
    return answer;
}

Result<Secret> ask_twice(Context& context)
{
    const bool has_terminal = context.terminals.in && context.terminals.err;
    if (!has_terminal || context.manners.no_input) {
        return fail(ErrorKind::invalid,
                    has_terminal ? "a password is needed, and --no-input forbids to ask"
                                 : "a password is needed, and there is no terminal to ask at",
                    "give it with --password-file FILE or --password-stdin");
    }
    Secret password = ask(context, "New password: ");
    TRY(password::check(password.reveal()));
    const Secret again = ask(context, "Once more: ");
    if (password.reveal() != again.reveal()) {
        return fail(ErrorKind::invalid,
                    "the two passwords differ; nothing was changed",
                    "repeat the command");
    }
    return password;
}

}  // namespace

PasswordSource password_source_of(const Arguments& arguments)
{
    return {.file = arguments.value("password-file"),
            .standard_input = arguments.has("password-stdin")};
}

Result<Secret> read_new_password(const PasswordSource& source, Context& context)
{
    if (!source.file && !source.standard_input) {
        return ask_twice(context);
    }
    std::ifstream stream;
    if (source.file) {
        stream.open(*source.file, std::ios::binary);
        if (!stream) {
            return fail(ErrorKind::invalid,
                        fmt::format("cannot read the password file {}", source.file->string()),
                        "check the path and its permissions");
        }
    }
    Secret password = read_line(source.file ? stream : context.in);
    TRY(password::check(password.reveal()));
    return password;
}

}  // namespace azen::cli
