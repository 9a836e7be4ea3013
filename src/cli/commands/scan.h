#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/bulk_rotation.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::scan {

/// What `azen scan` is to look through, or to print instead.
enum class Source { paths, staged, gitleaks_rule, pre_commit_hook };

/// `azen scan PATH...`: looks for API keys where they should not be.
struct Options {
    Source source = Source::paths;
    std::vector<std::string> paths;  // "-" is standard input
    std::vector<std::string> excluded;
    bool revoke = false;
    std::optional<BulkRotation> rotation;  // of the keys that are found, instead
    Confirmed confirmed = Confirmed::no;
    LocalOptions local;
};

/// ErrorKind::invalid unless there is one thing to do: paths, or one of the options that stand in
/// their place; and for a rotation whose secrets have no place to go to.
Result<Options> parse(const Arguments& arguments);

/// ExitStatus::negative when there is a key somewhere, ::partial when there is none in what could
/// be read, but something could not be. Without a store nothing is known of the keys found, and
/// that is no error. Prints a line for each place, or schema azen.scan/v1, or SARIF; never a
/// secret. With --revoke-found the keys that the store knows are refused for ever, after a question
/// (ErrorKind::declined when it is not answered yes; what was found is printed all the same). With
/// --rotate-found those of them that still work get a new secret each, and ExitStatus::partial
/// tells of one that did not.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::scan
