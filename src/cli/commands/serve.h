#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "core/base/result.h"
#include "server/app/session_cookies.h"
#include "server/edge/server.h"

namespace azen::cli::serve {

/// `azen serve`: answers the memory API and gateways' questions until it is told to stop.
struct Options {
    server::ServerOptions server;
    server::ApplicationOptions application;
    server::Transport transport = server::Transport::plain;  // what clients reach it over
    std::optional<std::string> store;
    std::optional<std::filesystem::path> master_key_file;
};

/// ErrorKind::invalid also for an address that other machines can reach, unless TLS is spoken to
/// them, by the server or by a proxy in front of it.
Result<Options> parse(const Arguments& arguments);

/// Comes back when SIGTERM or SIGINT has been followed.
/// Says on the error stream where it listens, and when it made a master key; results there are
/// none. ErrorKind::conflict when the address is taken.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::serve
