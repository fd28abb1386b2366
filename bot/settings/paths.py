"""Where Hatef's parts lie: side by side in a clone, or in an installed package, whose files beside the code are in
`bot/share` and which keeps what `hatef setup` makes in a folder of its own.

                      clone                installed by pip
code (CODE)           the clone            site-packages
shipped files (SHARE) the clone            site-packages/bot/share: config.yml, data/, deploy/
data, state           data/ and var/ beside the configuration; HATEF_STATE names another state
Rasa, SIP library     .venv-rasa, .venv    the first of setup_places() that may be written
"""

import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from nlu.training.rasa_environment import is_usable

CODE = Path(__file__).resolve().parents[2]
_PACKED = CODE / "bot" / "share"
SHARE = _PACKED if _PACKED.is_dir() else CODE
IN_CLONE = SHARE == CODE
SETUP = "make setup" if IN_CLONE else "hatef setup"


def default_config(share: Path = SHARE, *, in_clone: bool = IN_CLONE) -> Path:
    """The configuration that is meant where none is named: config.yml of the present folder, else the clone's."""
    here = Path("config.yml")
    return share / here if in_clone and not here.is_file() else here


DEFAULT_CONFIG = default_config()
Config = Annotated[
    Path, typer.Option("--config", "-c", help="the configuration file", envvar="HATEF_CONFIG", readable=False)
]


@dataclass(frozen=True, slots=True)
class Paths:
    """The kinds of files: whose they are, and who may change them."""

    code: Path
    """The folder that our packages are imported from; nobody's to change."""
    share: Path
    """What is shipped beside the code: config.yml, data/, deploy/."""
    data: Path
    """What the designers write: prompts, training data, lexicons."""
    state: Path
    """Everything that Hatef makes: models, cache, logs, databases."""


def paths_of(home: Path) -> Paths:
    """Those of a configuration whose folder is `home`; the shipped data where it has none of its own."""
    own = home / "data"
    state = Path(os.environ.get("HATEF_STATE") or home / "var").expanduser().absolute()
    return Paths(CODE, SHARE, own if own.is_dir() else SHARE / "data", state)


def setup_places() -> tuple[Path, ...]:
    """Where an installed Hatef looks for what `hatef setup` made: beside its Python, in the state, with the user."""
    given = os.environ.get("HATEF_STATE")
    home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")  # stays as it is without a home
    return (
        Path(sysconfig.get_path("data")) / "share" / "hatef",
        *([Path(given).absolute() / "setup"] if given else []),
        *([Path(home) / "hatef"] if os.path.isabs(home) else []),
    )


def setup_place(places: tuple[Path, ...]) -> Path:
    """The first of the places that this user may write to; the last where none is."""
    return next((place for place in places if is_writable(place)), places[-1])


def use_installed_parts() -> None:
    """Let this process and its children find the Rasa environment and the SIP library that `hatef setup` made."""
    if IN_CLONE:
        return
    places = setup_places()
    overlays = [str(folder) for place in places if os.access(folder := place / "site-packages", os.R_OK | os.X_OK)]
    sys.path[:0] = overlays
    os.environ["PYTHONPATH"] = os.pathsep.join([*overlays, *filter(None, [os.environ.get("PYTHONPATH", "")])])
    found = [python for place in places if is_usable(python := place / "rasa" / "bin" / "python")]
    os.environ.setdefault("HATEF_RASA_PYTHON", str([*found, setup_place(places) / "rasa" / "bin" / "python"][0]))


def child_environment() -> dict[str, str]:
    """For children of the same interpreter: our packages are found, and nothing of the folder they are started in."""
    own = [str(CODE)] if IN_CLONE else []
    path = os.pathsep.join([*own, *filter(None, [os.environ.get("PYTHONPATH", "")])])
    return {"PYTHONPATH": path, "PYTHONSAFEPATH": "1"}


def is_set_up(place: Path) -> bool:
    """Whether `hatef setup` was done with this place, by whomever, and this user may use it."""
    return is_usable(place / "rasa" / "bin" / "python") and os.access(place / "site-packages" / "pjsua2.py", os.R_OK)


def is_writable(place: Path) -> bool:
    """Whether this user may write there, or make it."""
    there = next(folder for folder in (place, *place.parents) if os.access(folder, os.F_OK))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
