#include "cli/output/profile_output.h"

#include <fmt/core.h>

#include <utility>

#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/text_table.h"
#include "cli/table/options.h"
#include "core/base/or_null.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// For scripts: words that never change.
std::string_view word_for(FileState state)
{
    switch (state) {
        case FileState::absent: return "missing";
        case FileState::irregular: return "unusable";
        case FileState::exposed: return "exposed";
        case FileState::closed: return "usable";
    }
    return {};
}

Json json_of(const ProfileReport& report)
{
    const Profile& profile = report.profile;
    return Json{
        {"name", profile.name},
        {"used", report.used},
        {"baseUrl", or_null(profile.base_url)},
        {"keyFile", or_null(profile.key_file)},
        {"keyFileState", report.key_file ? Json(word_for(*report.key_file)) : Json(nullptr)},
        {"keyCommand", or_null(profile.key_command)},
        {"db", or_null(profile.db)},
    };
}

// What is not said has the default of the option that stands for it.
std::string server_of(const Profile& profile)
{
    return profile.base_url.value_or(std::string{option::base_url.default_value});
}

std::string describe_key(const ProfileReport& report)
{
    const Profile& profile = report.profile;
    if (profile.key_command) {
        return "from `" + *profile.key_command + "`";
    }
    if (!profile.key_file) {
        return "none";
    }
    const FileState state = *report.key_file;
    return state == FileState::closed ? "in " + *profile.key_file
                                      : fmt::format("{} is {}", *profile.key_file, describe(state));
}

}  // namespace

ProfileReport report_on(Profile profile, bool used)
{
    ProfileReport report{.profile = std::move(profile), .used = used};
    if (report.profile.key_file) {
        report.key_file = file_state(*report.profile.key_file);
    }
    return report;
}

void print_profile(Context& context, const ProfileReport& report, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::profile, json_of(report));
        return;
    }
    print_fields(context.out,
                 {{"name", report.profile.name},
                  {"in use", report.used ? "yes" : "no"},
                  {"server", server_of(report.profile)},
                  {"API key", describe_key(report)},
                  {"store", report.profile.db.value_or("the default one")}});
}

void print_changed_profile(Context& context,
                           const ProfileReport& report,
                           std::string_view sentence,
                           const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::profile, json_of(report));
        return;
    }
    print_done(context, sentence);
}

void print_profiles(Context& context, std::span<const ProfileReport> reports, const Output& output)
{
    if (!output.is_for_people()) {
        Json profiles = Json::array();
        for (const ProfileReport& report : reports) {
            profiles.push_back(json_of(report));
        }
        print_listing(context,
                      output,
                      {.schema = "azen.profiles/v1",
                       .members = {{"profiles", profiles}},
                       .kind = kind::profile,
                       .records = profiles});
        return;
    }
    if (reports.empty()) {
        print_note(context, "there are no profiles yet; `azen profile add NAME` makes one");
        return;
    }
    TextTable table{{"NAME", "IN USE", "SERVER", "API KEY"}};
    for (const ProfileReport& report : reports) {
        table.add({report.profile.name,
                   report.used ? "yes" : "no",
                   server_of(report.profile),
                   describe_key(report)});
    }
    table.print(context.out);
}

}  // namespace azen::cli
