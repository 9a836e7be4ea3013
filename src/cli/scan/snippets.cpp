#include "cli/scan/snippets.h"

namespace azen::cli {

// Neither letter nor digit before or behind; the default prefix only, as another one can be told
// from any long word by its checksum alone.
std::string_view gitleaks_rule()
{
    return R"toml(# API keys of the Azen Memory API, written by `azen scan --print-gitleaks-rule`.
# `azen scan` besides checks their checksum, and finds keys with other prefixes too.
[[rules]]
id = "azen-api-key"
description = "API key of the Azen Memory API"
regex = '''\b(az_(?:[0-9A-Za-z]{49}|[A-Za-z]{64}))\b'''
secretGroup = 1
keywords = ["az_"]
)toml";
}

std::string_view pre_commit_hook()
{
    return R"sh(#!/bin/sh
# Keeps API keys out of commits; written by `azen scan --print-pre-commit-hook`.
# Save it as .git/hooks/pre-commit and make it executable.
if ! command -v azen >/dev/null 2>&1; then
    echo 'pre-commit: azen is not installed, so this commit cannot be looked through' >&2
    exit 1
fi
exec azen scan --staged
)sh";
}

}  // namespace azen::cli
