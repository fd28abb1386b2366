"""The child's heart, and what a child says when it is started by hand or cannot load."""

import json
import socket
import subprocess
import sys

from voice.worker_child import Heart


def test_the_heart_beats_while_the_loop_works() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        ours.settimeout(10)
        heart = Heart()
        heart.facts = lambda: {"jobs": 3}
        heart.start(theirs)
        first = json.loads(ours.recv(65536))
        heart.work()
        second, third = (json.loads(ours.recv(65536)) for _ in range(2))
    assert first == {"working_s": 0.0, "jobs": 3}
    assert 0 <= second["working_s"] < third["working_s"]


def test_rest_is_no_work() -> None:
    heart = Heart()
    heart.work()
    heart.rest()
    assert json.loads(heart.beat()) == {"working_s": 0.0}


def test_started_by_hand_it_says_what_it_is() -> None:
    command = [sys.executable, "-m", "tests.voice.echo_worker"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "started by the gateway" in done.stderr
