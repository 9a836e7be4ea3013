#pragma once

#include <spdlog/logger.h>

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "server/edge/log_stream.h"

namespace azen::server {

/// What happens to the server itself, as JSON lines: {"time","level","event",…}. Thread-safe.
class EventLog {
public:
    /// `stream` outlives this.
    explicit EventLog(LogStream& stream);

    /// `fields` is an object; its members join the line, in the order of their names. `event` is a
    /// word of ours, like "stopping". Neither holds a secret: nothing is replaced here.
    void info(std::string_view event, const nlohmann::json& fields);
    void error(std::string_view event, const nlohmann::json& fields);

private:
    spdlog::logger logger_;
};

}  // namespace azen::server
