#include "cli/commands/store_rekey.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "cli/in_store.h"
#include "cli/master_key_choice.h"
#include "cli/output/progress_line.h"
#include "cli/output/store_output.h"
#include "core/memory/master_key.h"
#include "core/service/memory_service.h"

namespace azen::cli::store_rekey {
namespace {

// A few milliseconds' work: requests wait for it.
constexpr std::int64_t memories_at_once = 200;

Result<ChosenMasterKeys> find_keys(const MasterKeySources& sources)
{
    auto chosen = TRY(find_master_keys(sources));
    if (!chosen) {
        return fail(ErrorKind::not_found,
                    "there is no master key yet, and nothing is sealed",
                    "`azen serve` makes one when it is needed");
    }
    return *std::move(chosen);
}

Result<void> add_new_key(ChosenMasterKeys& chosen, Effect effect, Context& context)
{
    if (!chosen.file) {
        return fail(ErrorKind::invalid,
                    fmt::format("a new key cannot be put into {} from here", chosen.origin),
                    "put it before the old one, with a comma between them, where servers are "
                    "started from; restart them; then repeat this command with the same");
    }
    chosen.keys.insert(chosen.keys.begin(), make_master_key(context.random));
    return effect == Effect::trial
               ? Result<void>{}
               : write_master_keys(*chosen.file, chosen.keys, Existing::replace);
}

// What a trial would come to, if every memory opens: the current key is then the only one needed.
void foresee(Rekeyed& rekeyed,
             const ChosenMasterKeys& chosen,
             const Options& options,
             Context& context)
{
    rekeyed.sealed = std::exchange(rekeyed.remaining, 0);
    for (const MasterKey& key : chosen.keys) {
        std::string id = master_key_id(key, context.random);
        if (id == rekeyed.key_id) {
            continue;
        }
        if (options.drop_old && chosen.file) {
            rekeyed.dropped.push_back(std::move(id));
        } else {
            ++rekeyed.kept;
        }
    }
}

// In one transaction, so that of two who do this at once one finds what the other has begun, and
// neither writes over the other's key. The key is on the disk before anything is sealed under it.
Result<Rekeyed> go_over(Transaction& transaction,
                        const MasterKeySources& sources,
                        const Options& options,
                        Context& context)
{
    MasterKeyRows& rows = transaction.master_keys();
    ChosenMasterKeys chosen = TRY(find_keys(sources));
    const auto in_use = TRY(rows.in_use());
    TRY(check_master_keys(chosen, in_use, context.random));

    const auto current = TRY(rows.current());
    std::string first = master_key_id(chosen.keys.front(), context.random);
    const std::int64_t unfinished = TRY(rows.count_sealed_otherwise(first));
    const bool drops_only = options.drop_old && chosen.keys.size() > 1;
    const bool is_new = current.value_or(first) == first && unfinished == 0 && !drops_only;
    if (is_new) {
        TRY(add_new_key(chosen, options.local.effect, context));
        first = master_key_id(chosen.keys.front(), context.random);
    }
    if (current != first) {
        TRY(rows.put_current(first));
    }
    const std::int64_t remaining = TRY(rows.count_sealed_otherwise(first));
    Rekeyed begun{.key_id = std::move(first), .is_new = is_new, .remaining = remaining};
    if (options.local.effect == Effect::trial) {
        foresee(begun, chosen, options, context);
    }
    return begun;
}

// Requests have as long between two batches as a batch takes.
Result<void> reseal(Store& store, const MemoryService& memories, Rekeyed& rekeyed, Context& context)
{
    ProgressLine line{context};
    const std::int64_t total = rekeyed.remaining;
    std::int64_t last = 0;
    for (;;) {
        const auto start = std::chrono::steady_clock::now();
        const Resealed batch = TRY(in_transaction(store, [&](Transaction& transaction) {
            return memories.reseal(transaction, last, memories_at_once);
        }));
        if (batch.last == 0) {
            return {};
        }
        last = batch.last;
        rekeyed.sealed += batch.sealed;
        rekeyed.closed += batch.closed;
        line.show(progress_bar(rekeyed.sealed + rekeyed.closed, total));
        context.pause(
            std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start));
    }
}

// In a transaction as well: nobody begins to seal under a key that is being taken out.
Result<Rekeyed> settle_keys(Transaction& transaction,
                            const MasterKeySources& sources,
                            bool drop_old,
                            Rekeyed rekeyed,
                            Context& context)
{
    MasterKeyRows& rows = transaction.master_keys();
    rekeyed.remaining = TRY(rows.count_sealed_otherwise(rekeyed.key_id));
    std::vector<std::string> needed = TRY(rows.in_use());
    const auto current = TRY(rows.current());
    needed.push_back(current.value_or(rekeyed.key_id));
    ChosenMasterKeys chosen = TRY(find_keys(sources));
    std::vector<MasterKey> kept;
    for (MasterKey& key : chosen.keys) {
        std::string id = master_key_id(key, context.random);
        if (drop_old && chosen.file && std::ranges::find(needed, id) == needed.end()) {
            rekeyed.dropped.push_back(std::move(id));
        } else {
            kept.push_back(std::move(key));
        }
    }
    rekeyed.kept = kept.size() - 1;
    if (!rekeyed.dropped.empty() && chosen.file) {
        TRY(write_master_keys(*chosen.file, kept, Existing::replace));
    }
    return rekeyed;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.drop_old = arguments.has("drop-old"),
                   .master_key_file = arguments.value("master-key-file"),
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto file = TRY(locate_store(options.local.store, context.environment));
    const MasterKeySources sources =
        master_key_sources(options.master_key_file, file, context.environment);
    const auto local = TRY(LocalStore::open(options.local, context, WhenAbsent::refuse));
    Store& store = local->store();

    Rekeyed rekeyed = TRY(in_transaction(store, [&](Transaction& transaction) {
        return go_over(transaction, sources, options, context);
    }));
    if (options.local.effect == Effect::real) {
        ChosenMasterKeys keys = TRY(find_keys(sources));
        const auto keyring = make_keyring(std::move(keys), sources, context.random);
        TRY(reseal(store, MemoryService{*keyring, context.random}, rekeyed, context));
        rekeyed = TRY(in_transaction(store, [&](Transaction& transaction) {
            return settle_keys(transaction, sources, options.drop_old, rekeyed, context);
        }));
    }
    print_rekeyed(context, rekeyed, options.local.output);
    return rekeyed.closed > 0 ? ExitStatus::partial : ExitStatus::ok;
}

}  // namespace azen::cli::store_rekey
