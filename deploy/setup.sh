#!/usr/bin/env bash
# Makes what Hatef needs beside its code. Asks nothing; does nothing that is already done; says every 20 s what it does.
#   setup.sh                             in a clone, by `make setup`:
#       .venv       Python 3.12: everything but Rasa            deploy/locks/main.txt
#       .venv-rasa  Python 3.10: Rasa 3.6.21 and its old pins   deploy/locks/rasa.txt
#   setup.sh --installed PYTHON FOLDER   of an installed Hatef, by `hatef setup`:
#       FOLDER/rasa             as .venv-rasa
#       FOLDER/site-packages    the SIP library for PYTHON
set -euo pipefail
umask 022  # nothing here is secret, and other users are to run it
deploy=$(cd "$(dirname "$0")" && pwd)
began_s=$SECONDS
say() { printf '[setup] %s\n' "$*"; }
fail() { printf 'hatef: %s\n' "$*" >&2; exit 1; }
writable() { mkdir -p "$1" 2>/dev/null && [ -w "$1" ] || fail "the folder $1 cannot be written by $(id -un); $2"; }

cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/hatef
writable "$cache" "give it to you, or name another place for the cache: XDG_CACHE_HOME=/folder"
. "$deploy/pythons.sh"
. "$deploy/pip_settings.sh"
installed=""
if [ "${1:-}" = --installed ]; then
    installed=1
    python_3_12=$2 place=$3 rasa_env=$3/rasa sip_stamp=$3/site-packages/.sip log=$3/log
    importer=$2
    sip_target=(--python "$2" --target "$3/site-packages")
    writable "$place" "run it as its owner, or name another place: HATEF_STATE=/folder"
    case $place in "${HOME:-/nonexistent}"/*) ;; *) export UV_PYTHON_INSTALL_DIR=${UV_PYTHON_INSTALL_DIR:-$place/python} ;; esac
    use_pip_settings "$2"
    find_pythons 3.10
else
    cd "$deploy/.."
    place=$PWD rasa_env=.venv-rasa sip_stamp=.venv/.sip log=var/log
    importer=.venv/bin/python sip_target=(--python .venv/bin/python)
    writable "$place" "the clone belongs to $(stat -c %U .): run it as that user, or clone it anew"
    use_pip_settings "$(sh "$deploy/find_python.sh" 3.12 2>/dev/null || echo python3)"
    find_pythons 3.12 3.10
fi
[ -n "$installed" ] || [ -e var ] || mkdir -m 700 var  # callers' numbers and sentences come to lie there
writable "$log" "give it to you"

export UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-180} UV_LINK_MODE=${UV_LINK_MODE:-hardlink} UV_PYTHON_DOWNLOADS=never
get_uv || fail "uv, the package installer, could not be installed: $no_uv"

doing=$cache/.doing.$$
sip_log=$log/pjsua2-build.log
doing() { echo "$*" > "$doing"; }
sip_doing() { [ -z "$sip_job" ] || ! kill -0 "$sip_job" 2>/dev/null || sed -n 's/^\[sip\] /; SIP library: /p' "$sip_log" | tail -n 1; }
every_20_s() { # ends with this script; its sleep must not hold a pipe open that this script writes to
    while sleep 20 > /dev/null 2>&1 && kill -0 $$ 2>/dev/null; do say "$((SECONDS - began_s)) s: $(cat "$doing" 2>/dev/null)$(sip_doing)"; done
}

lock_stamp() { echo "1 $(sha256sum < "$1" | cut -d' ' -f1)"; } # another number: all environments are made anew
is_made() { [ -f "$1/.stamp" ] && [ "$(cat "$1/.stamp")" = "$2" ] && "$1/bin/python" -c '' 2>/dev/null; }
make_env() { # folder python lock
    local stamp; stamp=$(lock_stamp "$3")
    if is_made "$1" "$stamp"; then return; fi
    say "installing $1 from ${3#"$place"/}"
    doing "installing $1"
    rm -rf "$1"
    "$uv" venv --quiet --python "$2" "$1"
    "$uv" pip install --quiet --require-hashes --no-deps --python "$1/bin/python" --requirement "$3" \
        || fail "$1 could not be installed from $3; the lines above say why"
    echo "$stamp" > "$1/.stamp"
}

# The SIP library compiles for minutes on one core each: start it first, install Python packages meanwhile.
sip_cache=$cache/pjsua2
bash "$deploy/build_pjsua2.sh" "$python_3_12" "$sip_cache" > "$sip_log" 2>&1 &
sip_job=$!
doing "starting"
every_20_s &
ticker=$!
trap 'kill $ticker 2>/dev/null || true; rm -f "$doing"' EXIT
[ -n "$installed" ] || make_env .venv "$python_3_12" "$deploy/locks/main.txt"
make_env "$rasa_env" "$python_3_10" "$deploy/locks/rasa.txt"
home=${HOME:-/nonexistent}
if [ -n "$installed" ] && [ "${place#"$home"/}" = "$place" ] && [ "${python_3_10#"$home"/}" != "$python_3_10" ]; then
    say "note: $rasa_env runs $python_3_10, which other users may not reach; HATEF_PYTHON_3_10 names another"
fi

if kill -0 "$sip_job" 2>/dev/null && ! ls "$sip_cache"/pjsua2-*.whl >/dev/null 2>&1; then
    say "building the SIP library (once on this machine, 3 to 8 minutes; $sip_log)"
fi
doing "waiting"
if wait "$sip_job"; then
    tag=$("$python_3_12" -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
    wheel=$(ls -t "$sip_cache"/pjsua2-*-"$tag"-"$tag"-*.whl | head -1)
    if [ "$(cat "$sip_stamp" 2>/dev/null)" != "$wheel" ]; then
        "$uv" pip install --quiet --no-deps --reinstall "${sip_target[@]}" "$wheel"
        echo "$wheel" > "$sip_stamp"
    fi
elif ! PYTHONPATH=$place/site-packages "$importer" -c 'import pjsua2' 2>/dev/null; then
    grep -v '^\[sip\]' "$sip_log" | tail -n 3 >&2
    say "our own SIP library could not be built ($sip_log): falling back to the PyPI wheel,"
    say "which holds 4 calls at once and is not safe against hostile packets. Root and a compiler mend this: run it again"
    "$uv" pip install --quiet --no-deps --require-hashes "${sip_target[@]}" --requirement "$deploy/locks/sip-wheel.txt"
fi
[ -z "$installed" ] || { say "ready in $place"; exit 0; }

cat > .venv/bin/hatef <<SCRIPT
#!/bin/sh
PYTHONPATH="$place\${PYTHONPATH:+:\$PYTHONPATH}" exec "$place/.venv/bin/python" -m bot "\$@"
SCRIPT
chmod +x .venv/bin/hatef
ln -sf .venv/bin/hatef hatef
