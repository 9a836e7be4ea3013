#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "core/base/result.h"
#include "core/key/api_key.h"
#include "core/key/key_secret.h"

namespace azen::cli {

/// Where a new secret is to go; nothing said: to the results.
struct SinkChoice {
    std::optional<std::filesystem::path> file;
    std::optional<int> descriptor;
    std::optional<std::string> command;  // for sh
};

/// From --to-file, --to-fd and --deliver, of which at most one was given. ErrorKind::invalid for a
/// number that is no descriptor, and for an empty path or command.
Result<SinkChoice> parse_sink_choice(const Arguments& arguments);

/// Hands secrets over to whoever asked for them. One per thread.
class SecretSink {
public:
    virtual ~SecretSink() = default;

    /// Hands over `text`, which has the secret of `key` in it. It has arrived when this succeeds:
    /// it was taken by whoever reads it, or is on the disk. ErrorKind::internal when it has not.
    virtual Result<void> deliver(const Secret& text, const ApiKey& key) = 0;

    /// Where it went, for people: "the secret is in ci.key now".
    virtual std::string whereabouts() const = 0;
};

/// Finds out all that can be known beforehand about handing over, and makes nothing yet.
/// ErrorKind::invalid when it could not succeed: a directory that is missing or cannot be written
/// to, something else than a file in the file's place, a descriptor that is not open for writing.
/// Call it before anything else is opened: descriptors that azen has are not the caller's.
/// `context` outlives it.
Result<std::unique_ptr<SecretSink>> open_secret_sink(const SinkChoice& choice, Context& context);

/// The same for a file alone.
Result<std::unique_ptr<SecretSink>> open_file_sink(const std::filesystem::path& file);

}  // namespace azen::cli
