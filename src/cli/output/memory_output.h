#pragma once

#include <string_view>

#include "cli/context.h"
#include "cli/memory_api.h"
#include "cli/output/output_form.h"

/// How memories look: to people, and as JSON under schemas of their own.
namespace azen::cli {

/// The text by itself, what else is known on the error stream; schema azen.memory/v1.
void print_memory(Context& context, const MemoryApi::Memory& memory, const Output& output);

/// A line a memory, its text cut short; schema azen.memories/v1.
void print_memories(Context& context, const MemoryApi::Page& page, const Output& output);

/// A line a memory, best first; schema azen.memory-search/v1.
void print_found(Context& context, const MemoryApi::Found& found, const Output& output);

/// What a dry run has for print_created(): where it would have gone; no id in azen.new-memory/v1.
void print_unsent(Context& context, std::string_view server, const Output& output);

/// The id by itself; schema azen.new-memory/v1.
void print_created(Context& context, const MemoryApi::Created& created, const Output& output);

}  // namespace azen::cli
