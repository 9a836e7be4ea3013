#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace azen::test {

/// Which of the texts are somewhere in the memory of another process, each with the bytes around
/// it. nullopt when the system does not let us look: it takes a superuser to look into a process
/// that keeps others out.
std::optional<std::vector<std::string>> found_in_memory(pid_t process,
                                                        const std::vector<std::string>& texts);

}  // namespace azen::test
