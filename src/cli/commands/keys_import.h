#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"
#include "core/service/key_import.h"
#include "core/transfer/better_auth_row.h"

namespace azen::cli::keys_import {

/// Who wrote what is to be imported.
enum class Origin { azen, better_auth };

/// `azen keys import FILE`: takes keys in, all of them or none.
struct Options {
    std::string file;  // "-" is standard input
    Origin origin = Origin::azen;
    KeyImportRules rules;
    better_auth::OrganizationSource organization_source = better_auth::OrganizationSource::column;
    KeysOptions where;
};

/// ErrorKind::invalid for --trust-metadata of lines that have none to trust.
Result<Options> parse(const Arguments& arguments);

/// Makes the store, and owners, when they are not there.
/// Prints how many keys were added, replaced and skipped, or which lines were rejected and why.
/// ErrorKind::invalid or ::conflict when any was: then nothing is
/// imported. ErrorKind::not_found when the file cannot be read.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_import
