"""`hatef setup`: Rasa's environment and the SIP library, in a clone just as `make setup`."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.errors import StartError
from bot.places import IN_CLONE, SHARE, setup_place, setup_places


def set_up() -> None:
    """Run deploy/setup.sh, which shows its own progress. Raises StartError, after the script has told why."""
    done = subprocess.run(command(SHARE / "deploy", setup_places(), in_clone=IN_CLONE), check=False)
    if done.returncode:
        raise StartError("the set-up is not complete; the lines above say why and what mends it")


def command(deploy: Path, places: Sequence[Path], *, in_clone: bool) -> list[str]:
    """The command line; an installed Hatef names its Python and the folder that is to hold what is made."""
    script = ["bash", str(deploy / "setup.sh")]
    return script if in_clone else [*script, "--installed", sys.executable, str(setup_place(tuple(places)))]
