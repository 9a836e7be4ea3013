#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/config/configuration.h"
#include "cli/context.h"
#include "cli/output/output_form.h"
#include "cli/private_file.h"

/// How profiles look: to people, and under schema azen.profile/v1. Keys are told of by where they
/// are and whether they can be read; nothing of them is shown, and no key_command is run.
namespace azen::cli {

/// A profile, and how its key file stands.
struct ProfileReport {
    Profile profile;
    bool used = false;
    std::optional<FileState> key_file{};  // nullopt: it has none
};

/// Looks at the disk, at nothing else. Precondition: the profile's paths are resolved.
ProfileReport report_on(Profile profile, bool used);

/// A field a line.
void print_profile(Context& context, const ProfileReport& report, const Output& output);

/// What is true after a change, as one sentence.
void print_changed_profile(Context& context,
                           const ProfileReport& report,
                           std::string_view sentence,
                           const Output& output);

/// A line a profile; schema azen.profiles/v1. A note tells of there being none.
void print_profiles(Context& context, std::span<const ProfileReport> reports, const Output& output);

}  // namespace azen::cli
