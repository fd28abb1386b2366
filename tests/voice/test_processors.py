"""What is idle of the processors that we may use."""

import os
from pathlib import Path

from voice.processors import read_processors

STAT = """cpu  10 0 10 300 50 0 0 0 0 0
cpu0 5 0 5 100 20 0 0 0 0 0
cpu1 5 0 5 200 30 0 0 0 0 0
cpu9999 5 0 5 90000 0 0 0 0 0 0
intr 1
procs_running 4
procs_blocked 1
"""


def test_idle_and_waiting_time_of_our_processors(tmp_path: Path) -> None:
    (tmp_path / "stat").write_text(STAT, encoding="ascii")
    reading = read_processors(tmp_path / "stat", tmp_path / "no quota")
    assert reading is not None
    hundredths = sum({0: 120, 1: 230}.get(number, 0) for number in os.sched_getaffinity(0))
    assert reading.idle_s == hundredths / os.sysconf("SC_CLK_TCK")
    assert reading.count == len(os.sched_getaffinity(0))
    assert reading.wanted == 3


def test_a_containers_quota_counts(tmp_path: Path) -> None:
    (tmp_path / "stat").write_text(STAT, encoding="ascii")
    (tmp_path / "quota").write_text("50000 100000\n", encoding="ascii")
    reading = read_processors(tmp_path / "stat", tmp_path / "quota")
    assert reading is not None and reading.count == 0.5
    (tmp_path / "quota").write_text("max 100000\n", encoding="ascii")
    reading = read_processors(tmp_path / "stat", tmp_path / "quota")
    assert reading is not None and reading.count == len(os.sched_getaffinity(0))


def test_a_system_that_does_not_tell(tmp_path: Path) -> None:
    assert read_processors(tmp_path / "none") is None
