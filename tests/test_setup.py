"""The set-up's search for interpreters: what it finds, what uv may fetch, what it tells where neither is possible."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
NOBODY_HAS = ("3.98", "3.99")
SEARCH = f"""
say() {{ echo "[setup] $*"; }}
deploy={DEPLOY} cache=$1
. "$deploy/pythons.sh"
role[3.98]="one part" role[3.99]="another"
find_pythons {" ".join(NOBODY_HAS)}
echo "found $python_3_98 $python_3_99"
"""


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def find(version: str, named: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, f"HATEF_PYTHON_{version.replace('.', '_')}": named}
    command = ["sh", str(DEPLOY / "find_python.sh"), version]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def search(tmp_path: Path, uv: str) -> subprocess.CompletedProcess[str]:
    program(tmp_path / "uv" / "bin" / "uv", uv)
    environment = {**os.environ, "UV_PYTHON_INSTALL_DIR": str(tmp_path / "pythons")}
    command = ["bash", "-euc", SEARCH, "search", str(tmp_path)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_this_interpreter_is_found_by_name() -> None:
    done = find("3.12", sys.executable)
    assert (done.returncode, done.stdout.strip()) == (0, sys.executable)


def test_a_version_that_is_not_there_is_a_silent_no() -> None:
    done = find("3.99")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo 3.11", "it is Python 3.11"),
        ("echo no such library >&2; exit 127", "it does not run as a Python (no such library)"),
        ('case "$2" in *version*) echo 3.12;; *) exit 1;; esac', "it lacks the module venv or ensurepip"),
    ],
)
def test_a_named_python_that_will_not_do_is_an_error_that_says_why(tmp_path: Path, script: str, why: str) -> None:
    named = str(program(tmp_path / "a b" / "python", script))
    done = find("3.12", named)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"HATEF_PYTHON_3_12={named} cannot be used: {why}" in done.stderr


def test_a_named_python_that_is_not_there_or_no_program_is_told(tmp_path: Path) -> None:
    assert "there is no such program" in find("3.12", str(tmp_path / "none")).stderr
    assert find("3.12", str(tmp_path)).returncode == 2


def test_all_that_is_missing_is_told_at_once_with_the_reason_and_the_ways(tmp_path: Path) -> None:
    done = search(tmp_path, '[ "$1" = --version ] || { echo "error: no host" >&2; exit 1; }')
    assert done.returncode == 1
    first, *ways = done.stderr.splitlines()
    assert first == (
        "hatef: Python 3.98 (for one part) and 3.99 (for another) are missing, and uv could not fetch them: no host"
    )
    told = "\n".join(ways)
    assert "python3-venv" not in told  # uv was there: that is not what lacks
    assert "uv python install 3.98 3.99" in told
    assert "HATEF_PYTHON_3_98=/path/to/python HATEF_PYTHON_3_99=/path/to/python" in told


def test_what_uv_fetches_is_used(tmp_path: Path) -> None:
    uv = """
[ "$1" = --version ] && exit
[ "$UV_PYTHON_DOWNLOADS" = automatic ] || exit 1
shift 2
for version; do
    python=$UV_PYTHON_INSTALL_DIR/cpython-$version.1-linux/bin/python
    mkdir -p "${python%/*}"
    printf '#!/bin/sh\\ncase "$2" in *executable*) echo "$0";; *version*) echo %s;; esac\\n' "$version" > "$python"
    chmod +x "$python"
done"""
    done = search(tmp_path, uv)
    pythons = [tmp_path / "pythons" / f"cpython-{version}.1-linux" / "bin" / "python" for version in NOBODY_HAS]
    assert done.stdout.splitlines()[-1] == f"found {pythons[0]} {pythons[1]}", done.stderr


def test_a_fetch_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_FETCH_LIMIT_S", "1")
    done = search(tmp_path, '[ "$1" = --version ] || exec sleep 60')
    assert "could not fetch them: no end within 1 s" in done.stderr


def handed(tmp_path: Path, told: str, python: str = "", **variables: str) -> dict[str, str]:
    """What uv gets where `pip config list` prints `told`, or where `python` is this script."""
    path = program(tmp_path / "python", python or f"cat <<'END'\n{told}\nEND")
    script = 'deploy=$1; . "$deploy/pip_settings.sh"; use_pip_settings "$2"; env'
    kept = {"PATH": os.environ["PATH"], **variables}
    command = ["bash", "-euo", "pipefail", "-c", script, "handed", str(DEPLOY), str(path)]
    done = subprocess.run(command, env=kept, capture_output=True, text=True, check=True)
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if line[:3] in ("UV_", "SSL", "HTT"))


def test_uv_is_handed_what_pip_is_set_to_in_any_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    told = f"""global.cert='{tmp_path}/ca.pem'
global.extra-index-url='\\nfile:///a\\nfile:///b'
global.index-url='https://other.example/simple'
install.index-url='https://index.example/simple'
global.proxy='http://proxy.example:3128'"""
    assert handed(tmp_path, told) == {
        "SSL_CERT_FILE": f"{tmp_path}/ca.pem",
        "UV_INDEX": "https://index.example/simple file:///a file:///b",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": "https://index.example/simple",
        "HTTPS_PROXY": "http://proxy.example:3128",
    }


def test_pip_s_own_index_goes_before_the_extra_ones_which_may_have_poorer_wheels(tmp_path: Path) -> None:
    told = "global.extra-index-url='file:///a'"
    python = f"""case "$1" in
-c) exec {sys.executable} -c 'print("https://usual.example/simple")' ;;
*) echo "{told}" ;;
esac"""
    assert handed(tmp_path, "", python=python)["UV_INDEX"] == "https://usual.example/simple file:///a"


def test_the_environment_goes_before_the_files_of_pip_and_uv_s_own_before_both(tmp_path: Path) -> None:
    told = "global.index-url='https://file.example'\nglobal.cert='/not/there'"
    assert handed(tmp_path, told, PIP_INDEX_URL="https://env.example") == {"UV_DEFAULT_INDEX": "https://env.example"}
    own = {"UV_DEFAULT_INDEX": "https://uv.example"}
    assert handed(tmp_path, told, PIP_INDEX_URL="https://env.example", **own) == own
