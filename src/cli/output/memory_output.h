#pragma once

#include "cli/context.h"
#include "cli/memory_api.h"
#include "cli/output/report.h"

/// How memories look: to people, and as JSON under schemas of their own.
namespace azen::cli {

/// The text by itself, what else is known on the error stream; schema azen.memory/v1.
void print_memory(Context& context, const MemoryApi::Memory& memory, OutputFormat format);

/// A line a memory, its text cut short; schema azen.memories/v1.
void print_memories(Context& context, const MemoryApi::Page& page, OutputFormat format);

/// A line a memory, best first; schema azen.memory-search/v1.
void print_found(Context& context, const MemoryApi::Found& found, OutputFormat format);

/// The id by itself; schema azen.new-memory/v1.
void print_created(Context& context, const MemoryApi::Created& created, OutputFormat format);

}  // namespace azen::cli
