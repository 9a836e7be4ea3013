#include "cli/commands/memory_delete.h"

#include <fmt/core.h>

#include <optional>
#include <utility>

#include "cli/api_error.h"
#include "cli/bulk/bulk_sender.h"
#include "cli/bulk/memory_walk.h"
#include "cli/key_values.h"
#include "cli/limit_text.h"
#include "cli/output/counted.h"
#include "cli/output/memory_output.h"
#include "cli/output/progress_line.h"

namespace azen::cli::memory_delete {
namespace {

constexpr std::int64_t max_parallel = 16;
constexpr int no_such_memory = 404;

// Only the server knows whether there is anything to delete: this costs a request for each.
Result<ExitStatus> try_named(const Options& options, MemoryApi& api, Context& context)
{
    if (options.ids.size() == 1) {
        TRY(api.find(options.ids.front()));
        print_deleted(context, options.ids.front(), options.remote.output, Effect::trial);
        return ExitStatus::ok;
    }
    std::vector<DeletedMemory> memories;
    for (const std::string& id : options.ids) {
        const Result<MemoryApi::Memory> found = api.find(id);
        if (!found && found.error().kind != ErrorKind::not_found) {
            return tl::unexpected<Error>(found.error());
        }
        memories.push_back({.id = id, .error = found ? "" : found.error().message});
    }
    return print_all_deleted(context, memories, options.remote.output, Effect::trial);
}

// They have just been seen.
ExitStatus try_all(const std::vector<std::string>& ids, const Options& options, Context& context)
{
    std::vector<DeletedMemory> memories;
    memories.reserve(ids.size());
    for (const std::string& id : ids) {
        memories.push_back({.id = id});
    }
    return print_all_deleted(context, memories, options.remote.output, Effect::trial);
}

// nullopt after Ctrl-C.
Result<std::optional<std::vector<std::string>>> find_all(MemoryApi& api, Context& context)
{
    std::vector<std::string> ids;
    MemoryWalk walk{api, context};
    const bool ended =
        TRY(walk.run([&ids](const MemoryApi::Memory& memory, std::int64_t) -> Result<void> {
            ids.push_back(memory.id);
            return {};
        }));
    return ended ? std::optional{std::move(ids)} : std::nullopt;
}

Result<ExitStatus> delete_one(const std::string& id,
                              MemoryApi& api,
                              const Options& options,
                              Context& context)
{
    TRY(confirm(context, fmt::format("Delete memory {}?", id), options.confirmed));
    TRY(api.remove(id));
    print_deleted(context, id, options.remote.output, Effect::real);
    return ExitStatus::ok;
}

// What was deleted was deleted, also when something fails on the way.
Result<ExitStatus> delete_many(const std::vector<std::string>& ids,
                               RequestPool& pool,
                               const Options& options,
                               Context& context)
{
    std::vector<DeletedMemory> memories;
    std::size_t next = 0;
    ProgressLine progress{context};
    BulkSender sender{pool, context};
    const Result<BulkEnd> end = sender.run(
        [&]() -> Result<std::optional<BulkRequest>> {
            if (next == ids.size()) {
                return std::nullopt;
            }
            const std::size_t ticket = next++;
            return BulkRequest{.ticket = ticket,
                               .request = MemoryApi::deletion_request(ids[ticket])};
        },
        [&](std::size_t ticket, const HttpResponse& response) -> Result<void> {
            const bool deleted = response.status >= 200 && response.status <= 299;
            if (!deleted && response.status != no_such_memory) {
                return tl::unexpected<Error>(api_error(response));
            }
            memories.push_back(
                {.id = ids[ticket], .error = deleted ? "" : api_error(response).message});
            progress.show(progress_bar(static_cast<std::int64_t>(memories.size()),
                                       static_cast<std::int64_t>(ids.size())));
            return {};
        });
    progress.clear();
    const ExitStatus status =
        print_all_deleted(context, memories, options.remote.output, Effect::real);
    if (!end) {
        return tl::unexpected<Error>(end.error());
    }
    return *end == BulkEnd::interrupted ? ExitStatus::interrupted : status;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no};
    for (const std::string& id : arguments.values("ID")) {
        options.ids.push_back(TRY(parse_memory_id(id)));
    }
    if (options.ids.empty() != arguments.has("all")) {
        return fail(
            ErrorKind::invalid,
            options.ids.empty() ? "no memory to delete" : "ids and --all exclude each other",
            "name memories by their ids, or add --all");
    }
    options.parallel =
        TRY(parse_count(arguments.required("parallel"), "--parallel", 1, max_parallel));
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    // A missing key is reported before anything is asked.
    const Secret key = TRY(read_presented_key(options.remote.key_source, context));
    MemoryApi api = TRY(connect_with(key, options.remote, context));
    announce(context, options.remote.effect);
    const bool trial = options.remote.effect == Effect::trial;
    if (!options.ids.empty() && trial) {
        return try_named(options, api, context);
    }
    if (options.ids.size() == 1) {
        return delete_one(options.ids.front(), api, options, context);
    }
    std::vector<std::string> ids = options.ids;
    if (ids.empty()) {
        std::optional<std::vector<std::string>> all = TRY(find_all(api, context));
        if (!all) {
            return ExitStatus::interrupted;
        }
        ids = *std::move(all);
    }
    if (trial) {
        return try_all(ids, options, context);
    }
    TRY(confirm(context,
                fmt::format("Delete {} at {}?",
                            counted_memories(static_cast<std::int64_t>(ids.size())),
                            options.remote.base_url.to_string()),
                options.confirmed));
    auto clients =
        TRY(connect_many(key, options.remote, static_cast<std::size_t>(options.parallel), context));
    RequestPool pool{std::move(clients)};
    return delete_many(ids, pool, options, context);
}

}  // namespace azen::cli::memory_delete
