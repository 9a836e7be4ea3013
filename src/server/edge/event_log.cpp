#include "server/edge/event_log.h"

#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>

#include <memory>
#include <mutex>

#include <nlohmann/json.hpp>

namespace azen::server {
namespace {

// LogStream has a lock, but not of the formatter, which remembers the second it wrote last.
class StreamSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit StreamSink(LogStream& stream) : stream_{stream} {}

private:
    void sink_it_(const spdlog::details::log_msg& message) override
    {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        stream_.write({line.data(), line.size()});
    }

    void flush_() override {}

    LogStream& stream_;
};

// The part of the line that the pattern does not make: `"event":"…"` and the members of `fields`.
std::string format_members(std::string_view event, const nlohmann::json& fields)
{
    const std::string object =
        fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    const std::string_view members = std::string_view{object}.substr(1);
    return fmt::format(R"("event":"{}"{}{})", event, members == "}" ? "" : ",", members);
}

}  // namespace

EventLog::EventLog(LogStream& stream) : logger_{"azen", std::make_shared<StreamSink>(stream)}
{
    logger_.set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)",
                        spdlog::pattern_time_type::utc);
}

void EventLog::info(std::string_view event, const nlohmann::json& fields)
{
    logger_.info(format_members(event, fields));
}

void EventLog::error(std::string_view event, const nlohmann::json& fields)
{
    logger_.error(format_members(event, fields));
}

}  // namespace azen::server
