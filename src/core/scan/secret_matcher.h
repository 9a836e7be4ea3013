#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/key/key_secret.h"

namespace azen {

/// Where in a text a secret stands.
struct SecretMatch {
    std::size_t begin = 0;
    std::size_t length = 0;
    SecretForm form = SecretForm::checksummed;

    bool operator==(const SecretMatch&) const = default;
};

/// All secrets in `text`, in order, none over another.
///
/// One with the default prefix is found wherever it stands, also amid letters; one with another
/// prefix where it is a word by itself, as only then can be told where it begins. A checksum proves
/// it: by chance one word in 10^10 has the right one. Secrets of the hosted service have none, so
/// of them the form is all there is to go by: 64 letters, at least 16 of them different, as random
/// ones are and placeholders are not, and no letter or digit before or behind.
///
/// Fast where there is nothing: of text that holds no long words, one character in fifty is looked
/// at.
std::vector<SecretMatch> find_secrets(std::string_view text);

}  // namespace azen
