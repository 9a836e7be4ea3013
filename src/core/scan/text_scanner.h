#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "core/key/key_secret.h"

namespace azen {

/// A secret and where it stands. Columns count code points; both count from 1.
struct FoundSecret {
    std::string_view secret;  // valid only while it is told of
    SecretForm form = SecretForm::checksummed;
    std::size_t line = 1;
    std::size_t column = 1;
};

/// Looks for secrets in a text that comes in pieces, cut anywhere. Keeps no more of it than the
/// line it is in. For one text, and one thread.
class TextScanner {
public:
    using Sink = std::function<void(const FoundSecret&)>;

    explicit TextScanner(Sink sink) : sink_{std::move(sink)} {}

    void feed(std::string_view piece);

    /// The text ends here, with or without a newline. Once, last.
    void finish();

private:
    void scan(std::string_view lines);

    Sink sink_;
    std::string unfinished_;  // a line, as far as it has come
    std::size_t line_ = 1;    // the number of the first line not scanned yet
};

}  // namespace azen
