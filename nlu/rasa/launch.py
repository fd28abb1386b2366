"""Start Rasa's command line as a child of Hatef: `python -m nlu.rasa.launch run ...`.

It dies with its parent, keeps warnings of frozen libraries out of the log, and leaves telemetry off.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import warnings

_PR_SET_PDEATHSIG = 1  # prctl(2)
API_TOKEN_VARIABLE = "HATEF_RASA_API_TOKEN"


def die_with_parent() -> None:
    """Ask Linux for SIGTERM when the parent is gone, even by kill -9."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _ignore(*_: object, **__: object) -> None:
    """Warnings of libraries that will never change again help nobody."""


def main() -> None:
    """Rasa's own `main` with our surroundings."""
    die_with_parent()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    warnings.showwarning = _ignore  # not a filter: sanic, rasa and matplotlib each set filters of their own
    from rasa.__main__ import main as rasa_main

    token = os.environ.pop(API_TOKEN_VARIABLE, "")
    if token and "run" in sys.argv:
        # here and not by the parent: `ps` shows arguments; with "=": a token may begin with "-"
        sys.argv.append(f"--auth-token={token}")
    rasa_main()


if __name__ == "__main__":
    main()
