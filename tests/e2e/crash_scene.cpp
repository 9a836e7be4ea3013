#include "e2e/crash_scene.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/key/key_secret.h"
#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/content.h"
#include "support/sample_keys.h"

namespace azen::test {

namespace {

std::optional<std::string> whole_secret(const std::string& text)
{
    const std::string line = text.substr(0, text.find('\n'));
    return key_secret::is_well_formed(line) ? std::optional{line} : std::nullopt;
}

}  // namespace

int crash_runs(int usual)
{
    const char* said = std::getenv("AZEN_CRASH_RUNS");
    return said == nullptr ? usual : std::atoi(said);
}

Outcome run_doomed(Installation& machine, const Words& words, const std::string& how, int number)
{
    machine.keeps_secret(secret_file(machine));
    return machine.azen(words,
                        {.environment = {std::string{"LD_PRELOAD="} + AZEN_KILL_AT_WRITE,
                                         "AZEN_FAULT_AT=" + std::to_string(number),
                                         "AZEN_FAULT_HOW=" + how,
                                         "ASAN_OPTIONS=verify_asan_link_order=0"},
                         .input = {}});
}

std::optional<std::string> shown_secret(const Installation& machine, const std::string& out)
{
    const auto printed = whole_secret(out);
    return printed ? printed : whole_secret(content_of(secret_file(machine)));
}

bool is_accepted(const Installation& machine, const std::string& secret)
{
    const auto store = must(open_sqlite_store(machine.store()));
    const SystemClock clock;
    SystemRandom random;
    LocalKeyService keys{*store, random, clock};
    return !must(keys.verify(secret, "")).refusal;
}

bool is_sound(Installation& machine)
{
    if (!std::filesystem::exists(machine.store())) {
        return true;
    }
    return machine.run({"sqlite3", machine.store().string(), "PRAGMA integrity_check;"}).out ==
           "ok\n";
}

std::filesystem::path secret_file(const Installation& machine)
{
    return machine.home() / "secret";
}

}  // namespace azen::test
