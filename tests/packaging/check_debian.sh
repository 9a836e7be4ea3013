#!/bin/bash
# Usage: check_debian.sh BUILD
# Makes the Debian package of a build in a directory of its own, and fails when lintian finds an
# error or a warning in it, or when something that belongs into it is missing.
set -euo pipefail
build=$1
command -v lintian >/dev/null && command -v dpkg-shlibdeps >/dev/null || exit 77

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cpack --config "$build/CPackConfig.cmake" -B "$work" >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
}
package=$(echo "$work"/azen_*.deb)

contents=$(dpkg-deb --contents "$package")
for file in usr/bin/azen usr/share/man/man1/azen.1.gz usr/share/man/man1/azen-store.1.gz \
    usr/share/bash-completion/completions/azen usr/share/zsh/vendor-completions/_azen \
    usr/share/fish/vendor_completions.d/azen.fish usr/lib/systemd/system/azen.service \
    usr/lib/systemd/system/azen.socket; do
    grep -qE " \./$file$" <<<"$contents" || {
        echo "not in the package: $file"
        exit 1
    }
done
dpkg-deb --field "$package" Depends | grep -q libsqlite3-0 || {
    echo 'the package does not depend on the libraries it needs'
    exit 1
}

# Its script makes a master key for the owner alone, and keeps the one that is there.
dpkg-deb --control "$package" "$work/control"
key=$work/root/etc/azen/master-key
DPKG_ROOT=$work/root sh "$work/control/postinst" configure
made=$(cat "$key")
DPKG_ROOT=$work/root sh "$work/control/postinst" configure 0.0.1
if ! grep -qxE '[0-9a-f]{64}' "$key" || [ "$(cat "$key")" != "$made" ] ||
    [ "$(stat -c %a "$key")" != 600 ]; then
    echo 'postinst does not make a master key as it should'
    exit 1
fi
lintian --fail-on error,warning --allow-root "$package"
