#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/store/store.h"

namespace azen::cli {

/// How a store and its master key stand to each other.
enum class MasterKeyState {
    none,      // none yet, and none needed yet
    usable,    // there is one, and it opens what is stored
    wrong,     // there is one, but the memories need another
    missing,   // the memories need one, and there is none
    unusable,  // something is there that cannot be read as a key
};

/// What there is to say of the local store.
struct StoreReport {
    std::filesystem::path path;
    std::optional<StoreInfo> info{};  // nullopt: no store yet, or a problem
    std::optional<std::string> problem{};
    MasterKeyState master_key = MasterKeyState::none;
};

/// What is known of the API key.
enum class KeyState { none, unchecked, accepted, refused };

/// What there is to say of the server.
struct ServerReport {
    std::string base_url;
    bool contacted = false;
    std::optional<int> http_status{};  // of GET /healthz; nullopt: no answer
    std::optional<std::string> problem{};
    KeyState key = KeyState::none;
};

/// All that `azen status` found out.
struct StatusReport {
    StoreReport store;
    ServerReport server;

    /// Whether nothing that was looked at stands in the way.
    bool is_usable() const;
};

/// A field a line; or schema azen.status/v1.
void print_status(Context& context, const StatusReport& report, const Output& output);

}  // namespace azen::cli
