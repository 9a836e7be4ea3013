#include "cli/output/memory_output.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "cli/effect.h"
#include "cli/output/counted.h"
#include "cli/output/page_output.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/terminal_text.h"
#include "cli/output/text_table.h"
#include "core/base/or_null.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// With an id and a time before it, what is left of a line of 120 columns.
constexpr std::size_t excerpt_width = 60;

Json json_of(std::span<const MemoryApi::Memory> memories)
{
    Json list = Json::array();
    for (const MemoryApi::Memory& memory : memories) {
        list.push_back(memory_to_json(memory));
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

Json json_of(const DeletedMemory& memory, Effect effect)
{
    const bool deleted = memory.error.empty() && effect == Effect::real;
    return Json{{"memoryId", memory.id},
                {"deleted", deleted},
                {"error", memory.error.empty() ? Json(nullptr) : Json(memory.error)}};
}

void print_failures(Context& context, std::span<const DeletedMemory> memories)
{
    constexpr int most_told = 10;
    int told = 0;
    for (const DeletedMemory& memory : memories) {
        if (!memory.error.empty() && ++told <= most_told) {
            print_note(context, memory.id + ": " + memory.error);
        }
    }
    if (told > most_told) {
        print_note(context, fmt::format("and {} more", told - most_told));
    }
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

// The wire's own field names, so that one script reads both.
Json memory_to_json(const MemoryApi::Memory& memory)
{
    return Json{{"id", memory.id},
                {"content", memory.content},
                {"metadata", Json::parse(memory.metadata, nullptr, false)},
                {"createdAt", memory.created_at.empty() ? Json(nullptr) : Json(memory.created_at)},
                {"embedded", memory.embedded}};
}

void print_memory(Context& context, const MemoryApi::Memory& memory, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::memory, memory_to_json(memory));
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

void print_several(Context& context,
                   std::span<const MemoryApi::Memory> memories,
                   const Output& output)
{
    if (output.is_for_people()) {
        for (const MemoryApi::Memory& memory : memories) {
            print_memory(context, memory, output);
        }
        return;
    }
    print_listing(context,
                  output,
                  {.schema = "azen.memories/v1",
                   .members = {{"memories", json_of(memories)}},
                   .kind = kind::memory,
                   .records = json_of(memories)});
}

void print_deleted(Context& context, const std::string& id, const Output& output, Effect effect)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::deleted_memory, json_of({.id = id}, effect));
        return;
    }
    print_done(context, fmt::format("{} {} deleted", id, is_done(context)));
}

ExitStatus print_all_deleted(Context& context,
                             std::span<const DeletedMemory> memories,
                             const Output& output,
                             Effect effect)
{
    const auto deleted = std::ranges::count_if(
        memories, [](const DeletedMemory& memory) { return memory.error.empty(); });
    if (!output.is_for_people()) {
        Json list = Json::array();
        for (const DeletedMemory& memory : memories) {
            list.push_back(json_of(memory, effect));
        }
        print_listing(context,
                      output,
                      {.schema = "azen.deleted-memories/v1",
                       .members = {{"memories", list}},
                       .kind = kind::deleted_memory,
                       .records = list});
    } else {
        print_failures(context, memories);
        print_done(context,
                   fmt::format("{} {} deleted",
                               counted_memories(deleted),
                               are_done(context, static_cast<std::size_t>(deleted))));
    }
    return deleted == std::ssize(memories) ? ExitStatus::ok : ExitStatus::partial;
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
    if (is_empty(
            context, page.memories.size(), {.number = page.page}, "there are no memories yet")) {
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
    if (is_empty(context, found.memories.size(), {}, "nothing was found")) {
        return;
    }
    TextTable table{{"SCORE", "ID", "TEXT"}};
    for (const MemoryApi::Memory& memory : found.memories) {
        table.add({fmt::format("{:.2f}", score_of(found, memory.id)),
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
                      {"createdAt", or_null(created.created_at)},
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
