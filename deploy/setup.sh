#!/usr/bin/env bash
# Makes the two locked environments and the SIP library. Asks nothing; does nothing that is already done.
#   .venv       Python 3.12: everything but Rasa          deploy/locks/main.txt
#   .venv-rasa  Python 3.10: Rasa 3.6.21 and its old pins deploy/locks/rasa.txt
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
say() { printf '[setup] %s\n' "$*"; }
fail() { printf 'hatef: %s\n' "$*" >&2; exit 1; }
cache=${XDG_CACHE_HOME:-$HOME/.cache}/hatef
mkdir -p "$cache" var/log

main_python=$(sh deploy/find_python.sh 3.12)
rasa_python=$(sh deploy/find_python.sh 3.10)

# uv does not read pip's settings: hand it the machine's own index and certificates.
from_pip() { "$main_python" -m pip config get "$1" 2>/dev/null || true; }
index=${PIP_INDEX_URL:-$(from_pip global.index-url)}
[ -z "${UV_DEFAULT_INDEX:-}" ] && [ -n "$index" ] && export UV_DEFAULT_INDEX=$index
cert=${PIP_CERT:-$(from_pip global.cert)}
[ -z "${SSL_CERT_FILE:-}" ] && [ -n "$cert" ] && [ -f "$cert" ] && export SSL_CERT_FILE=$cert
export UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-180} UV_LINK_MODE=${UV_LINK_MODE:-hardlink} UV_PYTHON_DOWNLOADS=never

stamp_of() { cat "$@" deploy/setup.sh | sha256sum | cut -d' ' -f1; }
is_made() { [ -f "$1/.stamp" ] && [ "$(cat "$1/.stamp")" = "$2" ] && "$1/bin/python" -c '' 2>/dev/null; }

uv_env=$cache/uv
if ! "$uv_env/bin/uv" --version >/dev/null 2>&1; then
    say "installing uv (the package installer)"
    "$main_python" -m venv --clear "$uv_env"
    "$uv_env/bin/python" -m pip install --quiet --requirement deploy/locks/uv.txt 2> >(grep -v '^WARNING' >&2) \
        || fail "uv could not be installed from the package index; check pip's settings (pip config list) and the network"
fi
uv=$uv_env/bin/uv

make_env() { # folder python lock
    local stamp; stamp=$(stamp_of "$3")
    if is_made "$1" "$stamp"; then return; fi
    say "installing $1 from $3"
    rm -rf "$1"
    "$uv" venv --quiet --python "$2" "$1"
    "$uv" pip install --quiet --require-hashes --no-deps --python "$1/bin/python" --requirement "$3" \
        || fail "$1 could not be installed from $3; the lines above say why"
    echo "$stamp" > "$1/.stamp"
}

# The SIP library compiles for minutes on one core each: start it first, install Python packages meanwhile.
sip_cache=$cache/pjsua2
bash deploy/build_pjsua2.sh "$main_python" "$sip_cache" > var/log/pjsua2-build.log 2>&1 &
sip_job=$!
make_env .venv "$main_python" deploy/locks/main.txt
make_env .venv-rasa "$rasa_python" deploy/locks/rasa.txt

[ -n "$(ls "$sip_cache"/pjsua2-*.whl 2>/dev/null)" ] || say "building the SIP library (once on this machine, about 3 minutes)"
if wait "$sip_job"; then
    wheel=$(ls -t "$sip_cache"/pjsua2-*.whl | head -1)
    if [ "$(cat .venv/.sip 2>/dev/null)" != "$wheel" ]; then
        "$uv" pip install --quiet --no-deps --reinstall --python .venv/bin/python "$wheel"
        echo "$wheel" > .venv/.sip
    fi
elif ! .venv/bin/python -c 'import pjsua2' 2>/dev/null; then
    tail -3 var/log/pjsua2-build.log >&2
    say "our own SIP library could not be built (var/log/pjsua2-build.log): falling back to the PyPI wheel,"
    say "which holds 4 calls at once and is not safe against hostile packets. Root and a compiler mend this: make setup"
    "$uv" pip install --quiet --no-deps --require-hashes --python .venv/bin/python --requirement deploy/locks/sip-wheel.txt
fi

cat > .venv/bin/hatef <<SCRIPT
#!/bin/sh
PYTHONPATH="$root\${PYTHONPATH:+:\$PYTHONPATH}" exec "$root/.venv/bin/python" -m bot "\$@"
SCRIPT
chmod +x .venv/bin/hatef
ln -sf .venv/bin/hatef hatef
