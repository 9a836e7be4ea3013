#pragma once

#include <span>
#include <string>

#include "cli/context.h"
#include "cli/output/output_form.h"

namespace azen::cli {

/// A setting as a command would see it. Never holds a secret.
struct SettingReport {
    std::string name;
    std::string value;   // for people and scripts alike
    std::string origin;  // who says so: "--db", "AZEN_DB", "profile work", "default"
};

/// A line a setting; schema azen.config/v1.
void print_settings(Context& context,
                    std::span<const SettingReport> settings,
                    const Output& output);

}  // namespace azen::cli
