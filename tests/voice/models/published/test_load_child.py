"""The process that tries to load a model."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


def child(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "voice.models.published.load_child", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_a_recogniser_tells_its_rate(ear: Path) -> None:
    done = child("recogniser", str(ear), "fa")
    assert (done.returncode, done.stdout.splitlines()[-1].rpartition(", ")[2]) == (0, "8000 Hz")


def test_one_for_sherpa_does_too(sherpa: Path) -> None:
    done = child("recogniser", str(sherpa), "ar")
    assert (done.returncode, done.stdout.splitlines()[-1].rpartition(", ")[2]) == (0, "16000 Hz")


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_voice_says_three_words(voice: Path, language: str) -> None:
    done = child("voice", str(voice), language)
    assert done.returncode == 0 and done.stdout.endswith("s of sound for three words\n")


@pytest.mark.parametrize("kind", ["recogniser", "voice"])
def test_what_is_not_there_is_one_line_and_code_1(kind: str, tmp_path: Path) -> None:
    done = child(kind, str(tmp_path / "none"), "fa")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(("there is no such folder", "none is missing"))
