#include <algorithm>
#include <span>
#include <string>

#include "core/key/key_secret.h"

#include "expect.h"

using namespace azen;
using azen::fuzz::expect;

namespace {

// The input itself as randomness, repeated.
class InputRandom final : public RandomSource {
public:
    explicit InputRandom(std::string_view input) : input_{input} {}

    void fill(std::span<std::byte> bytes) override
    {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<std::byte>(input_[i % input_.size()]);
        }
    }

private:
    std::string_view input_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (key_secret::is_well_formed(text)) {
        expect(key_secret::looks_like_secret(text));
        expect(std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; }));
    }
    if (key_secret::check_prefix(text)) {
        InputRandom random{text};
        const Secret secret = key_secret::make(text, random);
        expect(key_secret::is_well_formed(secret.reveal()));
        expect(key_secret::start_of(secret.reveal(), text).starts_with(text));
    }
    expect(format_hash(key_secret::hash(text)).size() == 43);
    return 0;
}
