// What reading a request and writing its reply takes, without sockets.

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

#include "core/base/random.h"
#include "server/http/exchange.h"
#include "server/http/reply_writer.h"
#include "server/http/request_parser.h"

namespace azen::server {
namespace {

constexpr std::string_view verify =
    "GET /api/v1/verify HTTP/1.1\r\n"
    "Host: 127.0.0.1:8080\r\n"
    "azen-api-key: az_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP\r\n"
    "\r\n";

void parse_verify(benchmark::State& state)
{
    SystemRandom random;
    RequestIds ids{random};
    const RequestLimits limits;
    RequestParser parser{limits, ids};
    Request request;
    for ([[maybe_unused]] auto _ : state) {
        request.clear();
        parser.read_into(request);
        parser.put(verify);
        if (parser.state() != RequestParser::State::complete) {
            state.SkipWithError("incomplete");
            break;
        }
        parser.finish();
        benchmark::DoNotOptimize(request);
    }
}
BENCHMARK(parse_verify);

void write_reply(benchmark::State& state)
{
    Exchange exchange;
    exchange.request.request_id = "d107b663063f45a587962d6b1c0bd914";
    exchange.reply.body = R"({"status":"success"})";
    const ReplyWriter writer;
    std::string out;
    for ([[maybe_unused]] auto _ : state) {
        out.clear();
        writer.append(out, exchange, Persistence::keep);
        benchmark::DoNotOptimize(out);
    }
}
BENCHMARK(write_reply);

}  // namespace
}  // namespace azen::server
