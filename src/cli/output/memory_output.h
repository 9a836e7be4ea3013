#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "cli/effect.h"
#include "cli/exit_status.h"
#include "cli/memory_api.h"
#include "cli/output/output_form.h"

/// How memories look: to people, and as JSON under schemas of their own.
namespace azen::cli {

/// The object of schema azen.memory/v1, without its "schema" field.
nlohmann::ordered_json memory_to_json(const MemoryApi::Memory& memory);

/// The text by itself, what else is known on the error stream; schema azen.memory/v1.
void print_memory(Context& context, const MemoryApi::Memory& memory, const Output& output);

/// Several texts, each by itself; schema azen.memories/v1.
void print_several(Context& context,
                   std::span<const MemoryApi::Memory> memories,
                   const Output& output);

/// A memory that was to be deleted.
struct DeletedMemory {
    std::string id;
    std::string error{};  // why it is not; empty: it is
};

/// That a memory is deleted, or of a trial, that it would be; schema azen.deleted-memory/v1.
void print_deleted(Context& context, const std::string& id, const Output& output, Effect effect);

/// The same of several, in a sentence, and the first ten that were not deleted on the error stream;
/// schema azen.deleted-memories/v1. ExitStatus::partial when any was not deleted.
ExitStatus print_all_deleted(Context& context,
                             std::span<const DeletedMemory> memories,
                             const Output& output,
                             Effect effect);

/// A line a memory, its text cut short; schema azen.memories/v1.
void print_memories(Context& context, const MemoryApi::Page& page, const Output& output);

/// A line a memory, best first; schema azen.memory-search/v1.
void print_found(Context& context, const MemoryApi::Found& found, const Output& output);

/// What a dry run has for print_created(): where it would have gone; no id in azen.new-memory/v1.
void print_unsent(Context& context, std::string_view server, const Output& output);

/// The id by itself; schema azen.new-memory/v1.
void print_created(Context& context, const MemoryApi::Created& created, const Output& output);

}  // namespace azen::cli
