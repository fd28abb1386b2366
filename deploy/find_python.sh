#!/bin/sh
# Prints the path of a working Python of the given version (3.12 or 3.10), or explains how to get one.
# Looks at HATEF_PYTHON_3_12 / HATEF_PYTHON_3_10, the PATH, pyenv, and interpreters managed by uv.
set -u
version=${1:?usage: find_python.sh 3.12}
works() { [ -n "$1" ] && "$1" -c "import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; }
real() { "$1" -c 'import sys; print(sys.executable)'; }
named=$(eval "printf '%s' \"\${HATEF_PYTHON_$(echo "$version" | tr . _):-}\"")
uv_dir=${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/uv/python}
for candidate in "$named" "$(command -v "python$version")" "$(command -v python3)" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python /usr/bin/python"$version" \
    /usr/local/bin/python"$version" "$uv_dir"/cpython-"$version".*/bin/python; do
    if works "$candidate"; then real "$candidate"; exit 0; fi
done
if command -v uv >/dev/null 2>&1; then
    uv python install --quiet "$version" >/dev/null 2>&1
    candidate=$(uv python find "$version" 2>/dev/null)
    if works "$candidate"; then real "$candidate"; exit 0; fi
fi
echo "hatef: Python $version with venv was not found. Install it in one of these ways and run make again:" >&2
echo "  Debian/Ubuntu: apt-get install python$version python$version-venv    pyenv: pyenv install $version    uv: uv python install $version" >&2
echo "  or name one yourself: HATEF_PYTHON_$(echo "$version" | tr . _)=/path/to/python$version make ..." >&2
exit 1
