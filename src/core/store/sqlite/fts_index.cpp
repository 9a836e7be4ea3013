#include <fmt/format.h>

#include <set>

#include <sqlite3.h>

#include "core/base/ascii.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/sqlite_store.h"

namespace azen {
namespace sqlite {
namespace {

/// Of other scripts' characters all bytes are kept; what of them is no letter, FTS5's own tokenizer
/// drops inside the string.
bool is_word_byte(char c)
{
    return static_cast<unsigned char>(c) >= 0x80 || is_ascii_alphanumeric(c);
}

/// Each is looked for in turn: nobody types more, and a text of a megabyte has a hundred thousand.
constexpr std::size_t most_words = 64;

/// The query's words as FTS5 strings joined by OR: nothing a person types is an operator.
std::string to_fts_query(std::string_view text)
{
    std::string query;
    std::set<std::string_view> words;
    for (std::size_t begin = 0; begin < text.size() && words.size() < most_words;) {
        std::size_t end = begin;
        while (end < text.size() && is_word_byte(text[end])) {
            ++end;
        }
        if (end > begin && words.insert(text.substr(begin, end - begin)).second) {
            query += fmt::format(
                "{}\"{}\"", query.empty() ? "" : " OR ", text.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return query;
}

class FtsIndex final : public SearchIndex {
public:
    FtsIndex() : database_{":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, {}}
    {
        // Spilling to a temporary file would put plaintext on the disk.
        database_.execute("PRAGMA temp_store = MEMORY");
        // Porter over unicode61: words of any script without their accents, of English also the
        // stem.
        database_.execute(
            "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter unicode61')");
    }

    Result<void> add(std::int64_t memory, std::string_view text) override
    {
        return guarded([&]() -> Result<void> {
            Query{database_, "INSERT INTO words (rowid, text) VALUES (?, ?)", memory, text}.run();
            return {};
        });
    }

    Result<void> remove(std::int64_t memory) override
    {
        return guarded([&]() -> Result<void> {
            Query{database_, "DELETE FROM words WHERE rowid = ?", memory}.run();
            return {};
        });
    }

    Result<std::vector<Match>> search(std::string_view query, std::size_t limit) override
    {
        const std::string words = to_fts_query(query);
        if (words.empty()) {
            return std::vector<Match>{};
        }
        return guarded([&]() -> Result<std::vector<Match>> {
            // FTS5's bm25() is negative, better is lower.
            Query rows{database_,
                       "SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?",
                       words,
                       static_cast<std::int64_t>(limit)};
            std::vector<Match> matches;
            while (rows.step()) {
                matches.push_back({.memory = rows.integer(0), .chunk = 0, .score = rows.real(1)});
            }
            return matches;
        });
    }

private:
    Database database_;
};

}  // namespace
}  // namespace sqlite

Result<std::unique_ptr<SearchIndex>> make_fts_index()
{
    return sqlite::guarded([]() -> Result<std::unique_ptr<SearchIndex>> {
        return std::make_unique<sqlite::FtsIndex>();
    });
}

}  // namespace azen
