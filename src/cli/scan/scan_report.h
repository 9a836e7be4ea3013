#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/key/key_secret.h"
#include "core/scan/text_scanner.h"

namespace azen::cli {

/// A secret that stands somewhere it should not. Has all there is to say of it but the secret.
struct PlacedSecret {
    std::string file;
    std::size_t line = 1;
    std::size_t column = 1;  // in code points
    std::size_t length = 0;
    std::string start;
    SecretForm form = SecretForm::checksummed;
    SecretHash hash{};
};

/// What a scan has come to.
struct ScanReport {
    std::vector<PlacedSecret> secrets{};    // in the order of the search
    std::size_t files = 0;                  // looked through
    std::size_t binary = 0;                 // left out: not text
    std::vector<std::string> unreadable{};  // names, with the reason

    void add(const std::string& file, const FoundSecret& found);
};

}  // namespace azen::cli
