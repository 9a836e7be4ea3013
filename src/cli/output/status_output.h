#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "cli/context.h"
#include "cli/master_key_choice.h"
#include "cli/output/output_form.h"
#include "core/store/store.h"

namespace azen::cli {

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

/// For scripts, a word that never changes; and for people, what it means.
std::string_view to_string(MasterKeyState state);
std::string_view explain(MasterKeyState state);

/// A field a line; or schema azen.status/v1.
void print_status(Context& context, const StatusReport& report, const Output& output);

}  // namespace azen::cli
