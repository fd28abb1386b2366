"""The child dies with its parent, even when the parent is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
CHILD = """
import time
from nlu.rasa.launch import die_with_parent
die_with_parent()
print("up", flush=True)
time.sleep(60)
"""
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}])
print(child.pid, flush=True)
child.wait()
"""


def gone(pid: int) -> bool:
    """Whether the process has ended (a zombie nobody waits for counts)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_the_child_dies_with_its_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, cwd=HOME) as parent:
        assert parent.stdout
        lines = [parent.stdout.readline().strip(), parent.stdout.readline().strip()]
        child = int(next(line for line in lines if line != "up"))
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    until_s = time.monotonic() + 5
    while not gone(child) and time.monotonic() < until_s:
        time.sleep(0.01)
    assert gone(child)
