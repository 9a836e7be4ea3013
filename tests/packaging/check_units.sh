#!/bin/bash
# Usage: check_units.sh PROJECT
# Fails when systemd finds anything wrong with the units, or the service's exposure (0 to 10, less
# is safer) to be above what it is known to be.
set -euo pipefail
most=0.2
command -v systemd-analyze >/dev/null || exit 77

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The program is looked for where it will be installed; here any that can be run will do. Its manual
# page is not installed either.
sed 's|^ExecStart=azen |ExecStart=/bin/true |' "$1/packaging/systemd/azen.service" >"$work/azen.service"
cp "$1/packaging/systemd/azen.socket" "$work"

findings=$(SYSTEMD_LOG_LEVEL=warning systemd-analyze verify --man=no \
    "$work/azen.service" "$work/azen.socket" 2>&1) || {
    echo "$findings"
    exit 1
}
if grep -F "$work" <<<"$findings" || grep -E '^azen\.' <<<"$findings"; then
    exit 1
fi
# --threshold counts in tenths.
systemd-analyze security --no-pager --offline=true --threshold="$(tr -d . <<<"$most")" "$work/azen.service" |
    grep -E 'Overall exposure|✗'
