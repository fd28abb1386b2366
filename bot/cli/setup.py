"""`hatef setup`: Rasa's environment and the SIP library, in a clone just as `make setup`."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.errors import StartError
from bot.settings.paths import IN_CLONE, SHARE, is_set_up, is_writable, setup_place, setup_places
from bot.terminal import console


def set_up() -> None:
    """Run deploy/setup.sh, which shows its own progress. Raises StartError, after the script has told why."""
    places = setup_places()
    done_by_another = [place for place in places if is_set_up(place) and not is_writable(place)]
    if done_by_another and not IN_CLONE:
        console.print(f"set up already, in {done_by_another[0]}", soft_wrap=True, markup=False)
        return
    done = subprocess.run(command(SHARE / "deploy", places, in_clone=IN_CLONE), check=False)
    if done.returncode:
        raise StartError("the set-up is not complete; the lines above say why and what mends it")


def command(deploy: Path, places: Sequence[Path], *, in_clone: bool) -> list[str]:
    """The command line; an installed Hatef names its Python and the folder that is to hold what is made."""
    script = ["bash", str(deploy / "setup.sh")]
    return script if in_clone else [*script, "--installed", sys.executable, str(setup_place(tuple(places)))]
