#include "cli/output/status_output.h"

#include <fmt/core.h>

#include <string_view>

#include "cli/output/record.h"
#include "cli/output/text_table.h"
#include "core/base/or_null.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// For scripts: words that never change.
std::string_view to_string(KeyState state)
{
    switch (state) {
        case KeyState::none: return "none";
        case KeyState::unchecked: return "unchecked";
        case KeyState::accepted: return "accepted";
        case KeyState::refused: return "refused";
    }
    return {};
}

// Each with what could be done about it.
std::string_view explain(KeyState state)
{
    switch (state) {
        case KeyState::none: return "none given";
        case KeyState::unchecked: return "given; --check-key tries it, at the price of a request";
        case KeyState::accepted: return "accepted";
        case KeyState::refused: return "not accepted";
    }
    return {};
}

// "exists" is true also of a store that cannot be opened: something is there.
Json json_of(const StoreReport& store)
{
    const std::optional<StoreInfo>& info = store.info;
    return Json{
        {"path", store.path.string()},
        {"exists", info.has_value() || store.problem.has_value()},
        {"schemaVersion", info ? Json(info->schema_version) : Json(nullptr)},
        {"sizeBytes", info ? Json(info->size_bytes) : Json(nullptr)},
        {"keys", info ? Json(info->keys) : Json(nullptr)},
        {"memories", info ? Json(info->memories) : Json(nullptr)},
        {"masterKey", to_string(store.master_key)},
        {"problem", or_null(store.problem)},
    };
}

// The key is told by its state only; nothing of it is repeated.
Json json_of(const ServerReport& server)
{
    return Json{
        {"baseUrl", server.base_url},
        {"contacted", server.contacted},
        {"httpStatus", or_null(server.http_status)},
        {"key", to_string(server.key)},
        {"problem", or_null(server.problem)},
    };
}

// Trouble, if there is any, is all that matters.
std::string describe(const StoreReport& store)
{
    if (store.problem) {
        return *store.problem;
    }
    return store.info ? fmt::format("schema {}, {} bytes, keys: {}, memories: {}",
                                    store.info->schema_version,
                                    store.info->size_bytes,
                                    store.info->keys,
                                    store.info->memories)
                      : "none yet; `azen keys create NAME` makes it";
}

std::string describe(const ServerReport& server)
{
    if (server.problem) {
        return *server.problem;
    }
    return server.http_status ? fmt::format("answers (HTTP {})", *server.http_status)
                              : "not asked: neither AZEN_BASE_URL nor AZEN_API_KEY is set";
}

}  // namespace

std::string_view to_string(MasterKeyState state)
{
    switch (state) {
        case MasterKeyState::none: return "none";
        case MasterKeyState::usable: return "usable";
        case MasterKeyState::wrong: return "wrong";
        case MasterKeyState::missing: return "missing";
        case MasterKeyState::unusable: return "unusable";
    }
    return {};
}

std::string_view explain(MasterKeyState state)
{
    switch (state) {
        case MasterKeyState::none: return "none yet; `azen serve` makes one";
        case MasterKeyState::usable: return "usable";
        case MasterKeyState::wrong: return "not the one that the stored memories need";
        case MasterKeyState::missing: return "missing, and the stored memories need it";
        case MasterKeyState::unusable: return "there, but not to be read as a key";
    }
    return {};
}

// What is not there yet is no trouble: it will be made when it is needed.
bool StatusReport::is_usable() const
{
    const bool store_usable = !store.problem && (store.master_key == MasterKeyState::none ||
                                                 store.master_key == MasterKeyState::usable);
    return store_usable && !server.problem && server.key != KeyState::refused;
}

void print_status(Context& context, const StatusReport& report, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context,
                     output,
                     kind::status,
                     {{"usable", report.is_usable()},
                      {"store", json_of(report.store)},
                      {"server", json_of(report.server)}});
        return;
    }
    print_fields(context.out,
                 {{"store", report.store.path.string()},
                  {"", describe(report.store)},
                  {"master key", std::string{explain(report.store.master_key)}},
                  {"server", report.server.base_url},
                  {"", describe(report.server)},
                  {"API key", std::string{explain(report.server.key)}}});
}

}  // namespace azen::cli
