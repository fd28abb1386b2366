"""A module of ours in a child process: found wherever the parent was started from, and told no secret."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CODE = Path(__file__).resolve().parents[1]
"""The folder that our packages are imported from: a clone, or site-packages."""
SECRET = re.compile(r"PASS|_PWD$|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE", re.IGNORECASE)


def command(module: str, *arguments: str) -> list[str]:
    """The command line that runs `module` with the parent's own interpreter."""
    return [sys.executable, "-m", module, *arguments]


def environment(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Where our packages are found, and never what the present folder holds; without what is named like a secret.

    A recogniser or a synthesiser opens no account and no database. `given`: the parent's own environment by default.
    """
    inherited = os.environ if given is None else given
    passed = {name: value for name, value in inherited.items() if not SECRET.search(name)}
    path = os.pathsep.join(filter(None, (str(CODE), passed.get("PYTHONPATH", ""))))
    return {**passed, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}


def run(
    module: str, *arguments: str, told: str | None = None, patience_s: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `module` to its end; `told` is its standard input, UTF-8 as all it writes.

    Raises:
        subprocess.TimeoutExpired: it took longer than `patience_s`; it was killed.
    """
    return subprocess.run(
        command(module, *arguments),
        env=environment(),
        input=told,
        capture_output=True,
        timeout=patience_s,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
