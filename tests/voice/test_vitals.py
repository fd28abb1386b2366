"""Dead or only busy: the judgement, and what the system tells of a process."""

import os
import signal
import subprocess
import sys

import pytest

from voice.vitals import GONE, Patience, Verdict, Vitals, judge, read_process

PATIENCE = Patience(hang_s=5.0, stuck_s=30.0)


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (Vitals(0.4, 0.0, "S"), Verdict.ALIVE),
        (Vitals(0.4, 3.0, "R"), Verdict.ALIVE),
        (Vitals(0.4, 12.0, "R"), Verdict.BUSY),
        (Vitals(0.4, 31.0, "R"), Verdict.DEAD),
        (Vitals(4.0, 0.0, "S"), Verdict.ALIVE),
        (Vitals(6.0, 0.0, "S"), Verdict.DEAD),
        (Vitals(6.0, 0.0, "S", cpu_s=0.5), Verdict.BUSY),
        (Vitals(6.0, 0.0, "R"), Verdict.BUSY),
        (Vitals(6.0, 0.0, "D"), Verdict.BUSY),
        (Vitals(31.0, 0.0, "R", cpu_s=9.0), Verdict.DEAD),
        (Vitals(1.0, 0.0, "T"), Verdict.ALIVE),
        (Vitals(2.5, 0.0, "T"), Verdict.DEAD),
        (Vitals(2.5, 0.0, "t"), Verdict.DEAD),
        (Vitals(6.0, 0.0, ""), Verdict.DEAD),
    ],
)
def test_the_verdict(seen: Vitals, verdict: Verdict) -> None:
    found, why = judge(seen, PATIENCE)
    assert found is verdict
    assert bool(why) is (verdict is Verdict.DEAD)


def test_a_stopped_process_is_seen() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        os.kill(child.pid, signal.SIGSTOP)
        os.waitpid(child.pid, os.WUNTRACED)
        assert read_process(child.pid).state == "T"
        os.kill(child.pid, signal.SIGKILL)
    assert read_process(child.pid) == GONE


def test_our_own_processor_time_is_read() -> None:
    reading = read_process(os.getpid())
    assert reading.cpu_s > 0
    assert reading.state in "RS"


def test_no_process() -> None:
    assert read_process(None) == GONE
