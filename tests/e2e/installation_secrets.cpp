/// How an installation searches for secrets.

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <system_error>

#include <doctest/doctest.h>

#include "support/content.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// Also one that is in the making.
bool holds_master_keys(const std::filesystem::path& file)
{
    return file.filename().string().find(".master-key") != std::string::npos;
}

/// What a program may print, as what becomes of it is its own affair.
enum class Output { none, keys, anything };

Output output_of(const Words& words)
{
    if (std::ranges::any_of(words, [](const std::string& word) {
            return word == "serve" || word.find(" serve ") != std::string::npos;
        })) {
        return Output::none;
    }
    return words.front() == AZEN_BINARY ? Output::keys : Output::anything;
}

/// The kinds of the secrets in what was printed that may not be there: the known ones, and where
/// there may be none whatever has the form of a key.
std::set<SecretKind> misplaced(SecretWatch& watch, const std::string& printed, Output allowed)
{
    if (allowed == Output::anything) {
        return {};
    }
    std::set<SecretKind> kinds = watch.kinds_in(printed);
    if (allowed == Output::none && !keys_in(printed).empty()) {
        kinds.insert(SecretKind::key);
    }
    return kinds;
}

std::string in_words(const std::set<SecretKind>& kinds, const std::string& where)
{
    std::ostringstream text;
    for (const SecretKind kind : kinds) {
        text << kind << ", ";
    }
    text << "in " << where;
    return text.str();
}

}  // namespace

std::filesystem::path Installation::keeps_secret(const std::filesystem::path& path)
{
    keepers_.insert(path);
    return path;
}

bool Installation::is_meant_to_keep(const std::filesystem::path& file) const
{
    return std::ranges::any_of(keepers_, [&](const std::filesystem::path& keeper) {
        const std::string& path = file.native();
        const std::string& kept = keeper.native();
        return path == kept || path.starts_with(kept + "/") || path.starts_with(kept + ".");
    });
}

std::vector<std::string> Installation::leaks()
{
    std::vector<std::string> leaks;
    // What they have shown is looked for in files, too.
    look_into_programs(leaks);
    look_into_files(leaks);
    return leaks;
}

// Files come and go while others are at work.
void Installation::look_into_files(std::vector<std::string>& leaks)
{
    namespace fs = std::filesystem;
    std::error_code gone;
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator at{home(), gone}, end; at != end; at.increment(gone)) {
        if (at->is_regular_file(gone) && !is_meant_to_keep(at->path())) {
            files.push_back(at->path());
        }
    }
    for (const fs::path& file : files) {
        if (holds_master_keys(file)) {
            learn_master_keys(file);
        }
    }
    for (const fs::path& file : files) {
        std::set<SecretKind> kinds = watch_.kinds_in(content_of(file));
        if (holds_master_keys(file)) {
            kinds.erase(SecretKind::master_key);
        }
        if (!kinds.empty()) {
            leaks.push_back(in_words(kinds, file.string()));
        }
    }
}

void Installation::look_into_programs(std::vector<std::string>& leaks)
{
    for (const Started& program : started_) {
        std::string name;
        for (const std::string& word : program.words) {
            name += word + " ";
        }
        const std::string out = program.printed->out();
        const Output allowed = output_of(program.words);
        std::set<SecretKind> kinds = misplaced(watch_, out, allowed);
        // What it has shown may have been learned already.
        if (allowed == Output::keys) {
            kinds.erase(SecretKind::key);
        }
        if (allowed != Output::none) {
            watch_.add_from(out);
        }
        kinds.merge(misplaced(watch_, program.printed->err(), Output::none));
        if (!kinds.empty()) {
            leaks.push_back(in_words(kinds, "what was printed by " + name));
        }
    }
    std::erase_if(started_,
                  [](const Started& program) { return program.printed.use_count() == 1; });
}

void Installation::learn(const Words& words, const Call& call)
{
    for (const Words& texts : {words, call.environment, Words{call.input}}) {
        for (const std::string& text : texts) {
            watch_.add_from(text);
        }
    }
    learn_master_keys(store().string() + ".master-key");
}

void Installation::learn_master_keys(const std::filesystem::path& file)
{
    std::istringstream lines{content_of(file)};
    for (std::string line; std::getline(lines, line);) {
        watch_.add(SecretKind::master_key, line);
    }
}

void Installation::look_for_secrets(const Words& words, const Call& call, const Outcome& outcome)
{
    const bool took_password =
        outcome.status == 0 && std::ranges::find(words, "--password-stdin") != words.end();
    if (took_password) {
        watch_.add(SecretKind::password, call.input.substr(0, call.input.find('\n')));
    }
    learn(words, call);
    // A key that is known by now was shown before.
    const auto shown = misplaced(watch_, outcome.out, output_of(words));
    CHECK_MESSAGE(shown.empty(), in_words(shown, "standard output"));
    watch_.add_from(outcome.out);
    const auto told = misplaced(watch_, outcome.err, Output::none);
    CHECK_MESSAGE(told.empty(), in_words(told, "standard error"));
}

}  // namespace azen::test
