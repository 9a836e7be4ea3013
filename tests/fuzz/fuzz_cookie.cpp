#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/base/ascii.h"
#include "server/app/session_cookies.h"

#include "expect.h"

using namespace azen;
using namespace azen::server;
using azen::fuzz::expect;

namespace {

// What a client sends back of a Set-Cookie line.
std::string sent_back(std::string_view line)
{
    line.remove_prefix(std::string_view{"Set-Cookie: "}.size());
    return std::string{line.substr(0, line.find(';'))};
}

Result<std::vector<MasterKey>> read_keys()
{
    std::vector<MasterKey> keys;
    keys.emplace_back(std::array<std::byte, 32>{});
    return keys;
}

const SessionCookies& cookies()
{
    static SystemRandom random;
    static Keyring keyring{read_keys().value(), read_keys, random};
    static const SessionCookies made{keyring, Transport::plain};
    return made;
}

}  // namespace

// The bytes as a client's Cookie field, and as a token of ours, if they could be one. A token that
// is found was signed here, and every token comes back from its cookie, whatever surrounds that.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto token = cookies().find_token(text)) {
        expect(cookies().find_token(sent_back(cookies().remember(*token))) == token);
    }
    constexpr std::size_t longest_token = 128;  // ours have 43 characters
    if (text.empty() || text.size() > longest_token ||
        !std::ranges::all_of(text, is_ascii_alphanumeric)) {
        return 0;
    }
    const std::string line = cookies().remember(text);
    expect(line.find('\r') == line.size() - 2);
    const std::string cookie = sent_back(line);
    expect(cookies().find_token(cookie) == text);
    expect(cookies().find_token("a=b; " + cookie + "; c") == text);
    return 0;
}
