#include "cli/output/memory_output.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <span>

#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/terminal_text.h"
#include "cli/output/text_table.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// With an id and a time before it, what is left of a line of 120 columns.
constexpr std::size_t excerpt_width = 60;

// The wire's own field names, so that one script reads both.
Json json_of(const MemoryApi::Memory& memory)
{
    return Json{{"id", memory.id},
                {"content", memory.content},
                {"metadata", Json::parse(memory.metadata, nullptr, false)},
                {"createdAt", memory.created_at.empty() ? Json(nullptr) : Json(memory.created_at)},
                {"embedded", memory.embedded}};
}

Json json_of(std::span<const MemoryApi::Memory> memories)
{
    Json list = Json::array();
    for (const MemoryApi::Memory& memory : memories) {
        list.push_back(json_of(memory));
    }
    return list;
}

// A server's idea of a time is foreign text like any other: shown as it is when it is no time.
std::string relative_time(const std::string& text, Timestamp now)
{
    const std::optional<Timestamp> time = parse_timestamp(text);
    return time ? format_relative(*time, now) : text;
}

// The best of a memory's matches; its chunks are told apart behind "::".
double score_of(const MemoryApi::Found& found, const std::string& memory_id)
{
    double best = 0;
    for (const MemoryApi::Match& match : found.raw_matches) {
        if (match.id.starts_with(memory_id)) {
            best = std::max(best, match.score);
        }
    }
    return best;
}

// A row by itself has to carry its score, which the wire keeps in the list of matches.
Json scored_json(const MemoryApi::Found& found)
{
    Json list = json_of(found.memories);
    for (Json& memory : list) {
        memory["score"] = score_of(found, memory.at("id"));
    }
    return list;
}

// The wire's "values" are always empty and left out.
Json matches_json(const MemoryApi::Found& found)
{
    Json matches = Json::array();
    for (const MemoryApi::Match& match : found.raw_matches) {
        matches.push_back({{"id", match.id}, {"score", match.score}});
    }
    return matches;
}

}  // namespace

void print_memory(Context& context, const MemoryApi::Memory& memory, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::memory, json_of(memory));
        return;
    }
    // A pipe gets the very bytes that were stored; a terminal must not obey them.
    context.out << (context.terminals.out ? printable_lines(memory.content) : memory.content)
                << '\n';
    print_note(context,
               fmt::format("memory {}, created {}, metadata {}",
                           memory.id,
                           relative_time(memory.created_at, context.clock.now()),
                           memory.metadata == "null" ? "none" : memory.metadata));
}

// The text is cut before it is laid out: one long memory would widen the column for all.
void print_memories(Context& context, const MemoryApi::Page& page, const Output& output)
{
    if (!output.is_for_people()) {
        print_listing(context,
                      output,
                      {.schema = "azen.memories/v1",
                       .members = {{"memories", json_of(page.memories)},
                                   {"page", page.page},
                                   {"per", page.per},
                                   {"total_pages", page.total_pages},
                                   {"total_count", page.total_count}},
                       .kind = kind::memory,
                       .records = json_of(page.memories)});
        return;
    }
    TextTable table{{"ID", "CREATED", "TEXT"}};
    for (const MemoryApi::Memory& memory : page.memories) {
        table.add({memory.id,
                   relative_time(memory.created_at, context.clock.now()),
                   shortened(memory.content, excerpt_width)});
    }
    table.print(context.out);
    if (page.page < page.total_pages) {
        print_note(context,
                   fmt::format("page {} of {}: --page {} shows the next",
                               page.page,
                               page.total_pages,
                               page.page + 1));
    }
}

// Scores compare within one answer only; three digits are enough for that.
void print_found(Context& context, const MemoryApi::Found& found, const Output& output)
{
    if (!output.is_for_people()) {
        print_listing(context,
                      output,
                      {.schema = "azen.memory-search/v1",
                       .members = {{"memories", json_of(found.memories)},
                                   {"rawMatches", matches_json(found)}},
                       .kind = kind::found_memory,
                       .records = scored_json(found)});
        return;
    }
    TextTable table{{"SCORE", "ID", "TEXT"}};
    for (const MemoryApi::Memory& memory : found.memories) {
        table.add({fmt::format("{:.3g}", score_of(found, memory.id)),
                   memory.id,
                   shortened(memory.content, excerpt_width)});
    }
    table.print(context.out);
}

void print_unsent(Context& context, std::string_view server, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context,
                     output,
                     kind::new_memory,
                     {{"memoryId", nullptr}, {"createdAt", nullptr}, {"duplicated", false}});
        return;
    }
    print_done(context, fmt::format("the text would be sent to {}", server));
}

void print_created(Context& context, const MemoryApi::Created& created, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context,
                     output,
                     kind::new_memory,
                     {{"memoryId", created.id},
                      {"createdAt", created.created_at ? Json(*created.created_at) : Json(nullptr)},
                      {"duplicated", created.duplicated}});
        return;
    }
    // The id alone, to be kept by a script; that it is an old one is for the person.
    print_result(context, created.id);
    if (created.duplicated) {
        print_note(context, "there was a memory with this dedup key already: that one is named");
    }
}

}  // namespace azen::cli
