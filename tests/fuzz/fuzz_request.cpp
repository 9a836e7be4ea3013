#include <algorithm>
#include <string>
#include <vector>

#include "server/http/request_parser.h"

#include "expect.h"

using namespace azen;
using namespace azen::server;
using azen::fuzz::expect;

namespace {

constexpr std::size_t max_body_bytes = 1024;

class ZeroRandom final : public RandomSource {
public:
    void fill(std::span<std::byte> bytes) override { std::ranges::fill(bytes, std::byte{}); }
};

// What a connection does with a parser, the bytes arriving `step` at a time.
std::vector<Request> read_all(std::string_view bytes,
                              std::size_t step,
                              std::size_t max_header_bytes)
{
    const RequestLimits limits{.max_header_bytes = max_header_bytes,
                               .max_body_bytes = max_body_bytes};
    ZeroRandom random;
    RequestIds ids{random};
    RequestParser parser{limits, ids};
    std::vector<Request> requests;
    Request request;
    parser.read_into(request);
    std::string pending;
    while (!bytes.empty()) {
        pending += bytes.substr(0, step);
        bytes.remove_prefix(std::min(step, bytes.size()));
        std::size_t consumed = 1;
        while (consumed > 0 && !pending.empty()) {
            consumed = parser.put(pending);
            expect(consumed <= pending.size());
            pending.erase(0, consumed);
            if (parser.state() == RequestParser::State::complete) {
                parser.finish();
                requests.push_back(request);
                request.clear();
                parser.read_into(request);
                consumed = 1;
                if (requests.back().defect) {
                    return requests;
                }
            }
        }
    }
    return requests;
}

void check(const Request& request)
{
    expect(is_request_id(request.request_id));
    expect(request.body.size() <= max_body_bytes);
    expect(!request.defect || !request.keep_alive);
    expect(request.defect || request.path == "*" || request.path.starts_with('/'));
    expect(request.path.find_first_of("\r\n \t?#") == std::string::npos);
    expect(request.api_key.find_first_of("\r\n") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes = fuzz::text_of(data + 1, size - 1);
    const std::size_t step = 1 + data[0] % 64U;

    const std::vector<Request> whole = read_all(bytes, size, size + 1);
    const std::vector<Request> pieces = read_all(bytes, step, size + 1);

    // However the bytes arrive, they are the same requests.
    expect(whole.size() == pieces.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        check(whole[i]);
        expect(whole[i].defect.has_value() == pieces[i].defect.has_value());
        expect(whole[i].path == pieces[i].path && whole[i].query == pieces[i].query);
        expect(whole[i].defect || whole[i].body == pieces[i].body);
        expect(whole[i].api_key_count == pieces[i].api_key_count);
    }
    for (const Request& request : read_all(bytes, step, 128)) {
        check(request);
    }
    return 0;
}
