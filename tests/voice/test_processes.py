"""Children are our own modules, whatever folder the parent stands in, and know no secret."""

import os
import subprocess
from pathlib import Path

import pytest

from voice import processes

ROOT = Path(__file__).resolve().parents[2]


def test_a_module_runs_from_any_folder_and_not_from_the_present_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "voice").mkdir()
    (tmp_path / "voice" / "__init__.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = processes.run("voice.speak.phonemes")
    assert done.returncode != 9
    assert str(ROOT / "voice") in done.stderr  # the traceback: it wants arguments


def test_what_is_written_comes_back_as_text() -> None:
    done = processes.run("json.tool", "--no-ensure-ascii", told='{"سلام": 1}')
    assert (done.returncode, "سلام" in done.stdout) == (0, True)


def test_who_takes_too_long_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        processes.run("http.server", "0", patience_s=0.3)


def test_secrets_stay_with_the_parent_and_what_was_given_is_found_after_our_code() -> None:
    given = {"PYTHONPATH": "/given", "PGPASSWORD": "x", "MY_API_KEY": "x", "HOME": "/h"}
    assert processes.environment(given) == {
        "PYTHONPATH": f"{ROOT}{os.pathsep}/given",
        "PYTHONSAFEPATH": "1",
        "HOME": "/h",
    }
