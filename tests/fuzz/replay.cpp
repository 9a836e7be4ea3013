/// Runs a fuzz target where there is no libFuzzer: on each file of its corpus, then on variants of
/// them, the same ones each time. Usage: fuzz_NAME DIRECTORY COUNT

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::string> read_corpus(const std::filesystem::path& directory)
{
    std::vector<std::string> inputs;
    for (const auto& entry : std::filesystem::directory_iterator{directory}) {
        std::ifstream file{entry.path(), std::ios::binary};
        inputs.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    }
    return inputs;
}

void run(const std::string& input)
{
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

/// Makes variants of texts: bytes changed, lost and gained, parts repeated, two texts joined.
class Mutator {
public:
    explicit Mutator(std::vector<std::string> corpus) : corpus_{std::move(corpus)} {}

    std::string next()
    {
        std::string text = corpus_[below(corpus_.size())];
        for (std::size_t left = 1 + below(6); left > 0; --left) {
            change(text);
        }
        return text;
    }

private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

    void change(std::string& text)
    {
        const std::size_t at = below(text.size() + 1);
        switch (below(5)) {
            case 0: text.insert(at, 1, static_cast<char>(below(256))); break;
            case 1: text.erase(at, 1 + below(4)); break;
            case 2: text.insert(at, text.substr(below(text.size()), below(32))); break;
            case 3: {
                const std::string& other = corpus_[below(corpus_.size())];
                text = text.substr(0, at) + other.substr(below(other.size()));
                break;
            }
            default:
                if (at < text.size()) {
                    text[at] =
                        static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << below(8)));
                }
        }
    }

    std::vector<std::string> corpus_;
    std::mt19937 random_;  // with its own first seed: a failure comes again
};

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("usage: fuzz_NAME DIRECTORY COUNT\n", stderr);
        return 2;
    }
    const std::vector<std::string> corpus = read_corpus(argv[1]);
    if (corpus.empty()) {
        std::fprintf(stderr, "there is nothing in %s\n", argv[1]);
        return 2;
    }
    for (const std::string& input : corpus) {
        run(input);
    }
    Mutator mutator{corpus};
    for (long left = std::atol(argv[2]); left > 0; --left) {
        run(mutator.next());
    }
    return 0;
}
