#include "cli/commands/complete.h"

#include <system_error>

#include "cli/config/configuration_file.h"
#include "cli/output/terminal_text.h"
#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"

namespace azen::cli::complete {
namespace {

// A person is waiting with a finger on the tab key; a busy store is not worth it.
constexpr milliseconds longest_wait{20};
// Nobody reads a longer list of candidates.
constexpr std::int64_t most_names = 200;

Result<std::vector<ApiKey>> read_keys(const Options& options, Context& context)
{
    const std::filesystem::path file = TRY(locate_store(options.local.store, context.environment));
    std::error_code ignored;
    // Opening would make one.
    if (!std::filesystem::exists(file, ignored)) {
        return std::vector<ApiKey>{};
    }
    const auto store = TRY(open_sqlite_store(file, {.busy_timeout = longest_wait}));
    return LocalKeyService{*store, context.random, context.clock}.list({.limit = most_names});
}

// A profile's name is always a plain word.
void print_profile_names(Context& context)
{
    if (const Result<ConfigurationFile> file = read_configuration(context.environment)) {
        for (const Profile& profile : file->configuration.profiles) {
            context.out << profile.name << '\n';
        }
    }
}

// A word for the shell: what it would have to quote is better named by the id.
bool is_plain_word(std::string_view name)
{
    return !name.empty() && printable(name) == name &&
           name.find_first_of(" \t\"'\\`$&|;<>()*?[]{}!#~") == std::string_view::npos;
}

}  // namespace

// No --output: the format is between the completion scripts and this.
Result<Options> parse(const Arguments& arguments)
{
    return Options{.what = arguments.required("WHAT"), .local = {.store = arguments.value("db")}};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    if (options.what == "profiles") {
        print_profile_names(context);
    }
    if (options.what != "keys") {
        return ExitStatus::ok;
    }
    const Result<std::vector<ApiKey>> keys = read_keys(options, context);
    if (!keys) {
        return ExitStatus::ok;
    }
    for (const ApiKey& key : *keys) {
        context.out << (is_plain_word(key.name) ? key.name : key.id) << '\n';
    }
    return ExitStatus::ok;
}

}  // namespace azen::cli::complete
