"""The secrets of the environment: taken out of it when Hatef starts, so that no child process inherits one.

os.environ is what every child gets unless somebody thinks of it; here nobody has to.
"""

import os
import re

NAME = re.compile(r"HATEF_\w*(PASSWORD|SECRET|TOKEN|KEY)")
# The environment belongs to the whole process, so what was taken out of it does too.
_taken: dict[str, str] = {}


def take_from_environment() -> None:
    """Remove every secret of ours from the environment of this process; `secret` still knows it."""
    for name in [name for name in os.environ if NAME.fullmatch(name)]:
        _taken[name] = os.environ.pop(name)


def secret(name: str) -> str:
    """The secret of that name, "" where none was given."""
    return os.environ.get(name) or _taken.get(name, "")


def environment_of_another_hatef() -> dict[str, str]:
    """For a child that is a whole Hatef of its own (demo, bench)."""
    return {**os.environ, **_taken}
