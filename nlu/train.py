"""Train the dialogue model: check the data, run `rasa train` in its environment, only when something changed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from nlu.data_check import check
from nlu.errors import RasaMissing, TrainingFailed
from nlu.rasa_process import environment, rasa_python, tail

Report = Callable[[str], None]
RASA_KEYS = ("recipe", "assistant_id", "language", "pipeline", "policies")
# A changed component makes another model; the rest of this room does not.
_COMPONENTS = (
    "nlu/fold.py", "nlu/colloquial.py", "nlu/number*.py", "nlu/slots.py", "nlu/language.py",
    "nlu/rasa/fold_tokenizer.py", "nlu/rasa/number_entity.py", "nlu/rasa/tfidf_intent.py",
)  # fmt: skip
_DATA = ("data/nlu/*.yml", "data/domain/*.yml", "data/rules.yml", "data/stories.yml")


def models_folder(state: Path) -> Path:
    """Where the trained models lie."""
    return state / "models" / "rasa"


def fingerprint(home: Path) -> str:
    """A digest of everything that a model is made of: training data, Rasa's part of config.yml, our components."""
    digest = hashlib.sha256()
    settings = yaml.safe_load((home / "config.yml").read_text(encoding="utf-8")) or {}
    digest.update(json.dumps({key: settings.get(key) for key in RASA_KEYS}, sort_keys=True).encode())
    files = [file for pattern in (*_DATA, *_COMPONENTS) for file in home.glob(pattern)]
    for file in sorted(files):
        digest.update(str(file.relative_to(home)).encode() + file.read_bytes())
    return digest.hexdigest()


def model_path(home: Path, state: Path) -> Path:
    """Where the model of the present data is or would be."""
    return models_folder(state) / f"hatef-{fingerprint(home)[:16]}.tar.gz"


def latest_model(state: Path) -> Path | None:
    """The model trained last, None when there is none."""
    found = sorted(models_folder(state).glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def train(home: Path, state: Path, report: Report | None = None, *, force: bool = False) -> Path:
    """The model of the present data, trained now unless it is there already; about 20 s on two cores.

    `report` gets one line a step. The log is state/log/rasa-train.log.

    Raises:
        DataProblem: the first mistake in the data (`nlu.data_check.check` lists all).
        RasaMissing: there is no Rasa environment. TrainingFailed: Rasa ended with an error.
    """
    tell = report or (lambda _: None)
    tell("checking the training data")
    problems = check(home / "data")
    if problems:
        raise problems[0]
    target = model_path(home, state)
    if target.is_file() and not force:
        tell(f"dialogue model {target.name} is up to date")
        target.touch()  # the latest model is the one in use
        return target
    python = rasa_python(home)
    if not python.is_file():
        raise RasaMissing(python)
    started_s = time.monotonic()
    tell("training the dialogue model")
    _run(python, home, state, target)
    tell(f"dialogue model {target.name} trained in {time.monotonic() - started_s:.0f} s")
    return target


def _run(python: Path, home: Path, state: Path, target: Path) -> None:
    log = state / "log" / "rasa-train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    data = [
        str(path)
        for path in (home / "data" / "nlu", home / "data" / "rules.yml", home / "data" / "stories.yml")
        if path.exists()
    ]
    config = _rasa_config(home, state)
    arguments = [
        "train",
        "--force",
        "--data",
        *data,
        "--domain",
        str(home / "data" / "domain"),
        "--config",
        str(config),
    ]
    making = target.parent / "making"
    place = ["--out", str(making), "--fixed-model-name", target.name.removesuffix(".tar.gz")]
    with log.open("wb") as out:
        done = subprocess.run(
            [str(python), "-m", "nlu.rasa.launch", *arguments, *place],
            cwd=state,
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            check=False,
        )
    unfinished = making / target.name
    if done.returncode or not unfinished.is_file():
        raise TrainingFailed(done.returncode, tail(log))
    unfinished.replace(target)  # whoever looks for the newest model never sees half of one


def _rasa_config(home: Path, state: Path) -> Path:
    """Rasa's part of config.yml as a file of its own: Hatef's sections would make Rasa warn."""
    settings = yaml.safe_load((home / "config.yml").read_text(encoding="utf-8")) or {}
    path = state / "rasa" / "config.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = {key: settings[key] for key in RASA_KEYS if key in settings}
    path.write_text(yaml.safe_dump(mine, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
