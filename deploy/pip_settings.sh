# shellcheck shell=bash
# Read by setup.sh, not run. uv does not read pip's settings: it is handed this machine's index, certificates and proxy.
#   use_pip_settings PYTHON   what uv or the caller set already stays

use_pip_settings() {
    local told; told=$("$1" -m pip config list 2>/dev/null || true)
    hand_over UV_DEFAULT_INDEX "$(of_pip index-url)"
    # pip takes the best file of all indexes; uv the first index that has the release, be its wheel the poorer one: so the
    # usual index goes before the extra ones, also where it is not named because it is pip's own.
    local extra usual; extra=$(of_pip extra-index-url) usual=$(of_pip index-url)
    usual=${usual:-$("$1" -c 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)' 2>/dev/null || true)}
    [ -z "$extra" ] || hand_over UV_INDEX "$usual${usual:+ }$extra"
    hand_over UV_FIND_LINKS "$(of_pip find-links | tr ' ' ,)"
    hand_over UV_INSECURE_HOST "$(of_pip trusted-host)"
    hand_over HTTPS_PROXY "$(of_pip proxy)"
    # Several indexes are one pool for pip; the lock files' hashes say which file is right.
    [ -z "${UV_INDEX:-}" ] || hand_over UV_INDEX_STRATEGY unsafe-best-match
    [ ! -f "$(of_pip cert)" ] || hand_over SSL_CERT_FILE "$(of_pip cert)"
}

hand_over() { # variable, value
    [ -n "${!1:-}" ] || [ -z "$2" ] || export "$1=$2"
}

of_pip() { # the environment goes before `install`, that before `global`, as with pip; `pip config get` would read one file only
    local section variable=PIP_${1^^}
    variable=${variable//-/_}
    if [ -n "${!variable:-}" ]; then echo "${!variable}"; return; fi
    for section in install global; do
        # A value of several lines is printed with \n between them.
        sed -n "s/^$section\\.$1='\\(.*\\)'\$/\\1/p" <<< "$told" | sed 's/\\n/ /g; s/^ *//' | grep -m 1 . && return
    done
    return 0
}
