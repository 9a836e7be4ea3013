#include "cli/bulk/import_record.h"

#include <fmt/core.h>

#include <optional>

#include <nlohmann/json.hpp>

#include "cli/output/terminal_text.h"
#include "core/base/codec.h"
#include "core/base/crypto.h"
#include "core/base/json_depth.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t max_dedup_key = 256;  // the API's, in characters
constexpr std::string_view prefix = "azen-import:";

tl::unexpected<Error> unusable(std::string message)
{
    return fail(ErrorKind::invalid, std::move(message), "mend the line, and import it again");
}

// Parts are told apart by a byte that no UTF-8 text has, so that no two records share one by
// accident.
std::string fingerprint(std::string_view kind, std::string_view first, std::string_view second)
{
    std::string whole{kind};
    for (const std::string_view part : {first, second}) {
        whole += '\xff';
        whole += part;
    }
    return std::string{prefix} + format_base64url(sha256(as_byte_span(whole)));
}

Result<MemoryApi::NewMemory> with_text(std::string text)
{
    if (text.empty() || !is_utf8(text)) {
        return unusable(text.empty() ? "the text is empty" : "the text is not UTF-8");
    }
    return MemoryApi::NewMemory{.text = std::move(text)};
}

// Null is as good as absent, as in the API.
const Json* member(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

Result<std::string> read_text(const Json& object)
{
    const Json* text = member(object, "text");
    if (text == nullptr) {
        text = member(object, "content");
    }
    if (text == nullptr || !text->is_string()) {
        return unusable(R"(there is no text in "text" or "content")");
    }
    return text->get<std::string>();
}

Result<std::string> read_metadata(const Json& object)
{
    const Json* metadata = member(object, "metadata");
    if (metadata != nullptr && !metadata->is_object()) {
        return unusable("\"metadata\" is no object");
    }
    return metadata == nullptr ? "null" : metadata->dump();
}

Result<std::string> read_dedup_key(const Json& object, const MemoryApi::NewMemory& memory)
{
    const Json* key = member(object, "dedupKey");
    const Json* id = member(object, "id");
    if (key == nullptr) {
        return id != nullptr && id->is_string() ? fingerprint("id", id->get<std::string>(), "")
                                                : fingerprint("text", memory.text, memory.metadata);
    }
    std::string text = key->is_string() ? key->get<std::string>() : std::string{};
    if (text.empty() || display_width(text) > max_dedup_key) {
        return unusable(
            fmt::format("\"dedupKey\" is no text of 1 to {} characters", max_dedup_key));
    }
    return text;
}

// What is not UTF-8 the parser refuses.
Result<MemoryApi::NewMemory> parse_object(std::string_view line)
{
    if (is_nested_too_deep(line)) {
        return unusable("this is nested too deep");
    }
    const Json object = Json::parse(line, nullptr, false);
    if (!object.is_object()) {
        return unusable("this is no JSON object");
    }
    std::string text = TRY(read_text(object));
    MemoryApi::NewMemory memory = TRY(with_text(std::move(text)));
    memory.metadata = TRY(read_metadata(object));
    memory.dedup_key = TRY(read_dedup_key(object, memory));
    return memory;
}

}  // namespace

ImportFormat guess_format(std::string_view first_line)
{
    const std::size_t first = first_line.find_first_not_of(" \t");
    return first != std::string_view::npos && first_line[first] == '{' ? ImportFormat::jsonl
                                                                       : ImportFormat::lines;
}

Result<MemoryApi::NewMemory> parse_import_record(std::string_view line, ImportFormat format)
{
    if (format == ImportFormat::jsonl) {
        return parse_object(line);
    }
    MemoryApi::NewMemory memory = TRY(with_text(std::string{line}));
    memory.dedup_key = fingerprint("text", memory.text, memory.metadata);
    return memory;
}

}  // namespace azen::cli
