# shellcheck shell=bash
# Read by setup.sh, not run. Finds the interpreters that are wanted, lets uv fetch those that this machine lacks, and
# where that cannot be names all of them at once with the ways that work on this very system.
#   find_pythons VERSION...   sets python_3_12, python_3_10; needs: say, fail, cache, deploy

fetch_limit_s=${HATEF_FETCH_LIMIT_S:-300}
no_venv="no Python here can make an environment for it (Debian, Ubuntu: apt-get install python3-venv)"
declare -A role=([3.12]="Hatef itself" [3.10]="Rasa 3.6")

find_pythons() {
    look "$@"
    [ ${#lacking[@]} = 0 ] && return
    say "this machine has no usable Python $(sed "s/ / or /" <<< "${lacking[*]}")"
    if get_uv; then
        say "uv fetches Python ${lacking[*]} (at most $fetch_limit_s s)"
        fetch "${lacking[@]}" && look "$@"
        [ ${#lacking[@]} = 0 ] && return
    fi
    tell_lacks >&2
    exit 1
}

look() { # each version into its variable; those that are not here into `lacking`
    local version found code
    lacking=() almost=()
    for version in "$@"; do
        code=0
        found=$(sh "$deploy/find_python.sh" "$version" 2>"$cache/.why") || code=$?
        if [ $code = 2 ]; then cat "$cache/.why" >&2; exit 1; fi
        if [ $code != 0 ]; then lacking+=("$version"); almost+=("$(cat "$cache/.why")"); fi
        declare -g "python_${version/./_}=$found"
    done
}

uv_works() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }

get_uv() { # uv of the cache or the PATH, else from the package index by any Python that can make an environment
    local python candidate
    for candidate in "$cache/uv/bin/uv" "$(command -v uv || true)"; do
        if uv_works "$candidate"; then uv=$candidate no_uv=""; return 0; fi
    done
    no_uv=$no_venv
    for python in "${python_3_12:-}" "${python_3_10:-}" python3 python3.13 python3.11; do
        [ -n "$python" ] && "$python" -c 'import venv, ensurepip' 2>/dev/null || continue
        say "installing uv (the package installer)"
        rm -rf "$cache/uv"
        if "$python" -m venv "$cache/uv" && "$cache/uv/bin/python" -m pip install --quiet --disable-pip-version-check \
            --require-hashes --requirement "$deploy/locks/uv.txt" 2> "$cache/uv.log"; then
            uv=$cache/uv/bin/uv no_uv=""
            return 0
        fi
        no_uv="$(pip_says "$cache/uv.log"); check pip's settings (pip config list) and the network"
        return 1
    done
    return 1
}

pip_says() { # why it failed: the connection's fault where it had one, else its last line
    { grep -m 1 -oE "(SSL|Connection|NewConnection|NameResolution|ProxyError|Timeout)[A-Za-z]*\(.*" "$1" || tail -n 1 "$1"; } | cut -c1-200
}

fetch() { # uv retries for minutes where a firewall swallows packets: hence the limit
    fetch_says=$(UV_PYTHON_DOWNLOADS=automatic UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-60} \
        timeout "$fetch_limit_s" "$uv" python install "$@" 2>&1) && return 0
    [ $? != 124 ] || fetch_says="no end within $fetch_limit_s s"
    return 1
}

tell_lacks() {
    local version system="" name="" packaged=() others=() pronoun=them
    [ ${#lacking[@]} != 1 ] || pronoun=it
    if [ -r /etc/os-release ]; then system=$(. /etc/os-release; echo "$PRETTY_NAME"); name=$(. /etc/os-release; echo "$ID"); fi
    for version in "${lacking[@]}"; do if has_package "python$version"; then packaged+=("$version"); else others+=("$version"); fi; done
    echo "hatef: $(named_lacks) missing, and uv could not fetch $pronoun: $(reason)"
    printf '%s\n' "${almost[@]}" | sed '/^$/d; s/^/  /'
    echo "Ways on this system (${system:-unknown}, whose own Python is $(own_python)); afterwards run the same command again:"
    if [ "${no_uv:-}" = "$no_venv" ] && command -v apt-get >/dev/null; then
        echo "  first:   apt-get install python3-venv   (then the same command gets uv, and uv fetches Python)"
    fi
    [ ${#others[@]} != 0 ] || name=""
    [ ${#packaged[@]} = 0 ] || echo "  apt:     apt-get install$(packages "${packaged[@]}")"
    case $name in
        ubuntu) echo "  apt:     add-apt-repository ppa:deadsnakes/ppa && apt-get install$(packages "${others[@]}")" ;;
        debian) echo "  (no apt for ${others[*]}: Debian packages no Python but its own)" ;;
        *) ! command -v dnf >/dev/null || echo "  dnf:     dnf install$(printf ' python%s' "${lacking[@]}")" ;;
    esac
    echo "  uv:      ${uv:-uv} python install ${lacking[*]}   (from github.com; UV_PYTHON_INSTALL_MIRROR names another place)"
    echo "  pyenv:   pyenv install ${lacking[*]}   (from python.org, compiled: see the last line)"
    echo "  source:  of python.org: ./configure --prefix=/opt/python${lacking[0]} && make && make install   (see the last line)"
    echo "  by path: $(printf 'HATEF_PYTHON_%s=/path/to/python ' "${lacking[@]//./_}")before the command, wherever it lies"
    ! command -v apt-get >/dev/null || echo "  to compile: apt-get install build-essential libssl-dev zlib1g-dev libbz2-dev" \
        "liblzma-dev libffi-dev libsqlite3-dev libreadline-dev"
}

named_lacks() {
    case ${#lacking[@]} in
        1) echo "Python ${lacking[0]} (for ${role[${lacking[0]}]}) is" ;;
        *) echo "Python ${lacking[0]} (for ${role[${lacking[0]}]}) and ${lacking[1]} (for ${role[${lacking[1]}]}) are" ;;
    esac
}

reason() { # why uv did not do it, in one line
    if [ -z "${fetch_says:-}" ]; then echo "uv is not here either: $no_uv"; return; fi
    sed '/^[[:space:]]*$/d' <<< "$fetch_says" | tail -n 1 | sed -E 's/^[[:space:]]*([Cc]aused by|cause|error): *//' | cut -c1-160
}

packages() { printf ' python%s' "${@/%/}" "${@/%/-venv}" "${@/%/-dev}"; }
own_python() { python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo "not installed"; }
has_package() { command -v apt-cache >/dev/null && apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'; }
