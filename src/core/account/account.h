#pragma once

#include <string>

#include "core/base/clock.h"

namespace azen {

/// What keys, memories and usage belong to. Nothing of one is ever visible to another.
struct Organization {
    std::string id;    // UUID v4
    std::string name;  // 1 to 64 characters, unique
    Timestamp created_at{};
};

/// Who makes keys. Users are known to all organizations; a key ties one of them to one of these.
struct User {
    std::string id;    // UUID v4
    std::string name;  // 1 to 64 characters, unique
    Timestamp created_at{};
};

}  // namespace azen
