"""Which script `hatef setup` runs, and with what."""

import sys
from pathlib import Path

from bot.cli.setup import command


def test_a_clone_runs_what_make_setup_runs() -> None:
    assert command(Path("/c/deploy"), [Path("/p")], in_clone=True) == ["bash", "/c/deploy/setup.sh"]


def test_an_installed_one_names_its_python_and_its_place(tmp_path: Path) -> None:
    told = command(Path("/s/deploy"), [Path("/dev/null/x"), tmp_path], in_clone=False)
    assert told == ["bash", "/s/deploy/setup.sh", "--installed", sys.executable, str(tmp_path)]
