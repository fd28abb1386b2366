#!/bin/sh
# Prints the path of a working Python of the given version, 3.12 or 3.10.   find_python.sh VERSION
# Looks at HATEF_PYTHON_3_12 / HATEF_PYTHON_3_10, the PATH, pyenv, and interpreters managed by uv.
# Exit 1: there is none (a line on stderr only for one that almost will do); exit 2: the named one will not do, and why.
set -u
version=${1:?usage: find_python.sh 3.12}
variable=HATEF_PYTHON_$(echo "$version" | tr . _)
named=$(eval "printf '%s' \"\${$variable:-}\"")
home=${HOME:-/nonexistent}
uv_dir=${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-$home/.local/share}/uv/python}

is_right() { [ "$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$version" ]; }
has_venv() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }
real() { "$1" -c 'import sys; print(sys.executable)'; }

why_not() { # of the one that the user named
    path=$(command -v "$1" 2>/dev/null) || { [ -e "$1" ] && echo "it may not be executed" || echo "there is no such program"; return; }
    [ -d "$path" ] && { echo "it is a folder"; return; }
    said=$("$path" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>&1) || { echo "it does not run as a Python ($(echo "$said" | tail -n 1 | cut -c1-120))"; return; }
    [ "$said" = "$version" ] || { echo "it is Python $said"; return; }
    has_venv "$path" || echo "it lacks the module venv or ensurepip (Debian, Ubuntu: apt-get install python$version-venv)"
}

if [ -n "$named" ]; then
    why=$(why_not "$named")
    [ -z "$why" ] && { real "$named"; exit 0; }
    echo "hatef: $variable=$named cannot be used: $why; name a Python $version, or unset it" >&2
    exit 2
fi
lacking=""
for candidate in "$(command -v "python$version")" "$(command -v python3)" \
    "${PYENV_ROOT:-$home/.pyenv}"/versions/"$version".*/bin/python /usr/bin/python"$version" \
    /usr/local/bin/python"$version" /opt/python"$version"/bin/python"$version" "$uv_dir"/cpython-"$version".*/bin/python; do
    [ -n "$candidate" ] && is_right "$candidate" || continue
    has_venv "$candidate" && { real "$candidate"; exit 0; }
    lacking=$candidate
done
[ -z "$lacking" ] || echo "$lacking lacks the module venv: apt-get install python$version-venv" >&2
exit 1
