#pragma once

#include "cli/command.h"

/// The options of `azen store` alone.
namespace azen::cli::option {

inline constexpr Option with_master_key{
    .name = "with-master-key", .help = "the master key too: FILE.master-key, beside the backup"};
inline constexpr Option replace_file{.name = "replace", .help = "in place of a file of this name"};

inline constexpr Option drop_old{.name = "drop-old",
                                 .help = "take out of the key file what no memory needs any more"};

}  // namespace azen::cli::option
