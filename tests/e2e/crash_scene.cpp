#include "e2e/crash_scene.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/key/key_secret.h"
#include "core/service/key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"

namespace azen::test {

namespace {

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

std::optional<std::string> whole_secret(const std::string& text)
{
    const std::string line = text.substr(0, text.find('\n'));
    return key_secret::is_well_formed(line) ? std::optional{line} : std::nullopt;
}

}  // namespace

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
    KeyService keys{*store, random, clock};
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
