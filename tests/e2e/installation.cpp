#include "e2e/installation.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace azen::test {

namespace {

constexpr std::chrono::seconds start_time{20};  // sanitizers are slow
constexpr std::chrono::seconds stop_time{30};

/// The program under test, as CMake built it.
constexpr const char* azen_binary = AZEN_BINARY;

Words serve_command(const Words& options)
{
    Words words{azen_binary, "serve", "--listen", "127.0.0.1:0"};
    words.insert(words.end(), options.begin(), options.end());
    return words;
}

/// The URL in "… listening on http://127.0.0.1:PORT"; empty while that has not been said.
std::string announced_url(const std::string& log)
{
    constexpr std::string_view before = "listening on ";
    const std::size_t at = log.find(before);
    const std::size_t end = log.find('\n', at);
    if (at == std::string::npos || end == std::string::npos) {
        return {};
    }
    return log.substr(at + before.size(), end - at - before.size());
}

std::uint16_t port_of(const std::string& url)
{
    std::uint16_t port = 0;
    std::from_chars(url.data() + url.rfind(':') + 1, url.data() + url.size(), port);
    return port;
}

}  // namespace

// A program that is preloaded with something else is left to that.
Words Installation::recording_environment(const Words& further) const
{
    const bool is_preloaded = std::ranges::any_of(
        further, [](const std::string& variable) { return variable.starts_with("LD_PRELOAD="); });
    const char* const asked = std::getenv("AZEN_EXCHANGES");
    const std::string directory =
        exchanges_.empty() && asked != nullptr ? asked : exchanges_.string();
    if (directory.empty() || is_preloaded) {
        return {};
    }
    return {"AZEN_EXCHANGES=" + directory,
            std::string{"LD_PRELOAD="} + AZEN_RECORD_EXCHANGES,
            "ASAN_OPTIONS=verify_asan_link_order=0"};
}

Installation::~Installation()
{
    for (const std::string& leak : leaks()) {
        FAIL_CHECK(leak);
    }
}

Words Installation::environment(const Words& further) const
{
    Words result = further;
    const Words recording = recording_environment(further);
    result.insert(result.end(), recording.begin(), recording.end());
    result.push_back("HOME=" + home().string());
    result.push_back("LANG=C.UTF-8");
    for (const char* name : {"PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {
            result.push_back(std::string{name} + "=" + value);
        }
    }
    return result;
}

Outcome Installation::azen(const Words& words, const Call& call)
{
    Words whole{azen_binary};
    whole.insert(whole.end(), words.begin(), words.end());
    return run(whole, call);
}

Outcome Installation::run(const Words& words, const Call& call)
{
    Outcome outcome = test::run(
        {.arguments = words, .environment = environment(call.environment), .input = call.input});
    printed_ += outcome.out + outcome.err;
    look_for_secrets(words, call, outcome);
    return outcome;
}

std::string Installation::azen_variable()
{
    return std::string{"AZEN="} + azen_binary;
}

std::string Installation::create_key(const Words& words)
{
    Words whole{azen_binary, "keys", "create"};
    whole.insert(whole.end(), words.begin(), words.end());
    const Outcome outcome =
        test::run({.arguments = whole, .environment = environment({}), .input = {}});
    printed_ += outcome.err;
    look_for_secrets(whole, {}, outcome);
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    return outcome.out.substr(0, outcome.out.find('\n'));
}

std::string Installation::key_field(const std::string& reference, const std::string& field)
{
    const Outcome outcome = azen({"keys", "show", reference, "--output", "json"});
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    return json_at(outcome.out, "/" + field);
}

HttpResponse Installation::curl(const Words& words, Body body)
{
    Words whole{"curl", "--silent", "--show-error", "--include", "--max-time", "30"};
    whole.insert(whole.end(), words.begin(), words.end());
    Outcome outcome = run(whole);
    return take_response(outcome.out, body).value_or(HttpResponse{});
}

Process Installation::start(const Words& words, const Call& call)
{
    learn(words, call);
    Process process{
        {.arguments = words, .environment = environment(call.environment), .input = call.input}};
    started_.push_back({.words = words, .printed = process.printed()});
    return process;
}

RunningServer::RunningServer(Installation& machine, const Words& options, const Call& call)
    : machine_{machine}, process_{machine.start(serve_command(options), call)}
{
    eventually(
        [this] {
            base_url_ = announced_url(process_.err());
            return !base_url_.empty() || process_.wait({}).has_value();
        },
        start_time);
    REQUIRE_MESSAGE(!base_url_.empty(), log());
    port_ = port_of(base_url_);
}

RunningServer::~RunningServer()
{
    {
        const Process gone{std::move(process_)};
    }
    for (const std::string& leak : machine_.leaks()) {
        FAIL_CHECK(leak);
    }
}

HttpResponse RunningServer::request(const RequestText& text) const
{
    HttpConnection connection = connect();
    connection.send(text.to_string());
    HttpResponse response = connection.receive(text.method == "HEAD" ? Body::absent : Body::present)
                                .value_or(HttpResponse{});
    machine_.watch().add_from(text.key + "\n" + text.headers + response.header("Set-Cookie"));
    machine_.watch().add_from(response.body);
    return response;
}

int RunningServer::wait()
{
    return process_.wait(stop_time).value_or(-1);
}

int RunningServer::stop()
{
    signal(SIGTERM);
    return wait();
}

void RunningServer::kill()
{
    signal(SIGKILL);
    wait();
}

RequestText create_memory(const std::string& key, const std::string& json)
{
    return {.method = "POST", .target = "/api/v1/memory", .key = key, .body = json, .headers = {}};
}

RequestText verify(const std::string& key)
{
    return {.method = "GET", .target = "/api/v1/verify", .key = key, .body = {}, .headers = {}};
}

std::string json_at(const std::string& json, const std::string& pointer)
{
    using Json = nlohmann::json;
    const Json document = Json::parse(json, nullptr, false);
    const Json::json_pointer path{pointer};
    if (document.is_discarded() || !document.contains(path)) {
        return {};
    }
    const Json& value = document[path];
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace azen::test
