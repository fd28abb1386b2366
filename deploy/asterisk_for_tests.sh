#!/bin/bash
# A real Asterisk 22 for `make interop-asterisk`: Debian has it in sid only, so it is put into a folder of its own.
#
#   deploy/asterisk_for_tests.sh install     make it (once a machine: 3 minutes, 600 MB), print its root
#   deploy/asterisk_for_tests.sh root        print its root; exit 1 with the reason where it is not there
#
# Needs root, debootstrap and a Debian mirror (that of this machine, or HATEF_DEBIAN_MIRROR=URL).
# HATEF_ASTERISK=DIR names the folder, which is outside of this repository: ~/.cache/hatef/asterisk by default.
set -euo pipefail

home=${HATEF_ASTERISK:-${XDG_CACHE_HOME:-$HOME/.cache}/hatef/asterisk}
root=$home/sid
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

say() { echo "asterisk for tests: $*" >&2; }
stop() { say "$1"; exit 1; }

mirror() {
    if [ -n "${HATEF_DEBIAN_MIRROR:-}" ]; then echo "$HATEF_DEBIAN_MIRROR"; return; fi
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
        grep -oE 'https?://[^ ]+/debian/?( |$)' | tr -d ' ' | head -1 || true
}

mounted() { mountpoint -q "$root/$1"; }
let_go() { for part in proc dev; do if mounted "$part"; then umount "$root/$part" || umount -l "$root/$part"; fi; done; }

install() {
    if [ -x "$root/usr/sbin/asterisk" ]; then echo "$root"; return; fi
    [ "$(id -u)" = 0 ] || stop "a chroot needs root"
    command -v debootstrap >/dev/null || apt-get install -y debootstrap >&2 || stop "install debootstrap"
    uri=$(mirror)
    [ -n "$uri" ] || stop "no Debian mirror in this machine's apt sources; set HATEF_DEBIAN_MIRROR"
    mkdir -p "$home"
    # Made under another name and renamed: a half of it is never taken for the whole.
    root=$home/sid.new
    trap let_go EXIT
    if [ ! -x "$root/usr/bin/apt-get" ]; then
        rm -rf "$root"
        debootstrap --variant=minbase sid "$root" "$uri" >&2 || stop "debootstrap of sid failed"
    fi
    printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"; chmod +x "$root/usr/sbin/policy-rc.d"
    echo 'Acquire::Check-Valid-Until "false";' > "$root/etc/apt/apt.conf.d/99valid"
    for part in proc dev; do mounted "$part" || mount --bind "/$part" "$root/$part"; done
    chroot "$root" apt-get install -y --no-install-recommends asterisk >&2 || stop "apt-get install asterisk failed"
    let_go
    mv "$root" "$home/sid"
    root=$home/sid
    echo "$root"
}

case "${1:-install}" in
install) install ;;
root) [ -x "$root/usr/sbin/asterisk" ] || stop "there is none in $home: run deploy/asterisk_for_tests.sh"; echo "$root" ;;
*) stop "unknown: $1" ;;
esac
