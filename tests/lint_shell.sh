#!/bin/sh
# Fails when shellcheck finds fault with one of our scripts. Exit status 77 (skipped) without it.
set -eu
cd "$1"
command -v shellcheck >/dev/null || exit 77
find scripts tests packaging .ci -type f -print0 | xargs -0 grep --files-with-matches --null '^#!/bin/' |
    xargs -0 shellcheck
