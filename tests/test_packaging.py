"""What pip installs works without the clone: laid out as pyproject.toml says, run from another folder."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
PARTS = """
from bot.lab.demo.scenario import AGENT_SAYS, SCENARIO, SOUNDS
from bot.lab.evaluation.language import SETS
from bot.lab.evaluation.speech import DEFAULT_SET
from bot.settings.paths import IN_CLONE, SHARE
from voice.models import embedded
assert not IN_CLONE
wanted = [SOUNDS / AGENT_SAYS, *(SOUNDS / step.sound for step in SCENARIO), SHARE / DEFAULT_SET]
wanted += [SHARE / name for name in (*SETS, "config.yml", "deploy/setup.sh", "deploy/locks/rasa.txt")]
print([str(path) for path in wanted if not path.exists()], embedded.available("fa") and embedded.available("ar"))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site-packages with Hatef in it."""
    site = tmp_path_factory.mktemp("installed") / "site-packages"
    skip = shutil.ignore_patterns("__pycache__")
    for name in WHEEL["packages"]:
        shutil.copytree(ROOT / name, site / name, ignore=skip)
    for source, target in WHEEL["force-include"].items():
        place = site / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=skip)
        else:
            shutil.copyfile(ROOT / source, place)
    return site


def run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run our interpreter on the installed Hatef in `folder`, as a user with nothing set up."""
    given = {"PYTHONPATH": str(site), "XDG_DATA_HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HATEF_")} | given
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_everything_that_the_code_looks_for_comes_with_it(site: Path, tmp_path: Path) -> None:
    done = run(site, tmp_path, "-c", PARTS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("[] EmbeddedModel")


def test_a_folder_of_ones_own_is_made_and_used_from_there(site: Path, tmp_path: Path) -> None:
    assert run(site, tmp_path, "-m", "bot", "init", "my bot").returncode == 0
    checked = run(site, tmp_path / "my bot", "-m", "bot", "data", "check")
    assert (checked.returncode, "can be used" in checked.stdout) == (0, True)
    looked = run(site, tmp_path, "-m", "bot", "calls", "--config", "my bot/config.yml")
    assert f"there is no {tmp_path}/my bot/var/hatef.db" in looked.stderr


def test_what_pip_cannot_bring_is_told_with_the_command_that_does(site: Path, tmp_path: Path) -> None:
    run(site, tmp_path, "-m", "bot", "init", "mine")
    found = run(site, tmp_path / "mine", "-m", "bot", "doctor").stdout
    assert "Rasa environment is missing" in found
    assert "→ hatef setup" in found


def test_without_a_configuration_the_way_to_one_is_told(site: Path, tmp_path: Path) -> None:
    done = run(site, tmp_path, "-m", "bot", "talk")
    assert done.returncode == 1
    assert "`hatef init DIR` makes a folder with one" in done.stderr


def test_all_of_data_comes_with_it_but_the_largest_sets(site: Path) -> None:
    shipped, here = site / "bot" / "share" / "data", ROOT / "data"
    assert {path.name for path in shipped.iterdir()} == {path.name for path in here.iterdir()}
    assert not [path for path in (shipped / "sets").iterdir() if "open" in path.name or path.name.endswith("-2")]


def test_the_version_is_written_once() -> None:
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "bot/__init__.py"
    assert "version" in PROJECT["project"]["dynamic"]
    assert bot.__version__[0].isdigit()
