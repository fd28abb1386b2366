"""Train the dialogue model: check the data, run `rasa train` in its environment, only when something changed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.errors import RasaMissing, TrainingFailed
from nlu.flows.model import Book
from nlu.training import faq_examples, flows
from nlu.training.data_check import check
from nlu.training.data_check.files import rule_paths
from nlu.training.rasa_environment import QUESTIONS, ROOM, RUN, environment, is_usable, rasa_python, tail

Report = Callable[[str], None]
RASA_KEYS = ("recipe", "assistant_id", "language", "pipeline", "policies")
# A changed component makes another model; the rest of this room does not.
_COMPONENTS = (
    "text/fold.py", "text/colloquial.py", "text/letters.py", "text/nearest.py", "text/mixed_examples.py",
    "rasa/fold_tokenizer.py", "rasa/number_entity.py", "rasa/long_texts.py", "rasa/tfidf_intent.py",
    "rasa/faq_questions.py",
    "rasa/answer_intent.py", "rasa/flow_policy.py",
)  # fmt: skip
_DATA = ("nlu/*.yml", "domain/*.yml", "flows/*.yml", "services/*.yml", "rules.yml", "rules_*.yml", "stories.yml")


@dataclass(frozen=True)
class Sources:
    """What a dialogue model is made of: the configuration with Rasa's keys, and the folder data/."""

    config: Path
    data: Path


def models_folder(state: Path) -> Path:
    """Where the trained models lie."""
    return state / "models" / "rasa"


def fingerprint(sources: Sources) -> str:
    """A digest of everything that a model is made of: training data, Rasa's part of config.yml, our components."""
    digest = hashlib.sha256()
    settings = _settings(sources)
    digest.update(json.dumps({key: settings.get(key) for key in RASA_KEYS}, sort_keys=True).encode())
    for root, patterns, name in ((sources.data, _DATA, "data"), (ROOM, _COMPONENTS, "nlu")):
        for file in sorted(file for pattern in patterns for file in root.glob(pattern)):
            digest.update(str(name / file.relative_to(root)).encode() + file.read_bytes())
    return digest.hexdigest()


def _settings(sources: Sources) -> dict[str, Any]:
    """The file as YAML; of bytes, so that UTF-16 and marks at its beginning are YAML's business."""
    found = yaml.safe_load(sources.config.read_bytes())
    return found if isinstance(found, dict) else {}


def parts(sources: Sources) -> dict[str, str]:
    """A digest of each part of `fingerprint`, by a name that a designer knows, to tell why a model is made anew."""
    settings = _settings(sources)
    keys = json.dumps({key: settings.get(key) for key in RASA_KEYS}, sort_keys=True)
    found = {sources.config.name: hashlib.sha256(keys.encode()).hexdigest()}
    for root, patterns, name in ((sources.data, _DATA, "data"), (ROOM, _COMPONENTS, "nlu")):
        for file in sorted(file for pattern in patterns for file in root.glob(pattern)):
            found[str(name / file.relative_to(root))] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def changed(state: Path, now: dict[str, str]) -> str:
    """Which of the parts changed since the last training."""
    try:
        before = json.loads(_parts_file(state).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "there is none of these data"
    names = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    return f"{', '.join(names)} changed" if names else "the model is gone"


def _parts_file(state: Path) -> Path:
    return models_folder(state) / "parts.json"


def model_path(sources: Sources, state: Path) -> Path:
    """Where the model of the present data is or would be."""
    return models_folder(state) / f"hatef-{fingerprint(sources)[:16]}.tar.gz"


def latest_model(state: Path) -> Path | None:
    """The model trained last, None when there is none."""
    found = sorted(models_folder(state).glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def model_in_use(sources: Sources, state: Path) -> tuple[Path | None, bool]:
    """The model of these sources, else the one trained last, if any; and whether it is the sources' own.

    Several configurations may share one state folder: each has its own pipeline.
    """
    own = model_path(sources, state) if sources.config.is_file() else None
    if own is not None and own.is_file():
        return own, True
    return latest_model(state), False


def train(sources: Sources, state: Path, report: Report | None = None, *, force: bool = False) -> Path:
    """The model of the present data, trained now unless it is there already; about 20 s on two cores.

    `report` gets one line a step. The log is state/log/rasa-train.log.

    Raises:
        DataProblem: the first mistake in the data that would break the bot (`nlu.training.data_check.check` lists all).
        RasaMissing: there is no Rasa environment. TrainingFailed: Rasa ended with an error.
    """
    tell = report or (lambda _: None)
    tell("checking the training data")
    if broken := next((problem for problem in check(sources.data) if problem.stops), None):
        raise broken
    if faq_examples.write_questions(sources.data, models_folder(state) / QUESTIONS):
        tell("the questions of data/faq.csv are others now")
    target = model_path(sources, state)
    if target.is_file() and not force:
        tell(f"dialogue model {target.name} is up to date")
        target.touch()  # the latest model is the one in use
        return target
    python = rasa_python()
    if not is_usable(python):
        raise RasaMissing(python)
    started_s = time.monotonic()
    now = parts(sources)
    tell(f"training the dialogue model; because: {'asked for' if target.is_file() else changed(state, now)}")
    _run(python, sources, state, target)
    _parts_file(state).write_text(json.dumps(now), encoding="utf-8")
    tell(f"dialogue model {target.name} trained in {time.monotonic() - started_s:.0f} s")
    return target


def _run(python: Path, sources: Sources, state: Path, target: Path) -> None:
    log = state / "log" / "rasa-train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    parts = (sources.data / "nlu", *rule_paths(sources.data), sources.data / "stories.yml")
    data = [str(path) for path in parts if path.exists()]
    data += [str(path) for path in faq_examples.write_examples(sources.data, state / "rasa" / "faq.yml")]
    book = flows.book_of(sources.data)
    config = _rasa_config(sources, state, book)
    domain = state / "rasa" / "domain"
    flows.write_domain(sources.data, domain, book)
    arguments = [
        "train",
        "--force",
        "--skip-validation",  # two fifths of the work, for what nlu.training.data_check told already
        "--data",
        *data,
        "--domain",
        str(domain),
        "--config",
        str(config),
    ]
    making = target.parent / "making"
    place = ["--out", str(making), "--fixed-model-name", target.name.removesuffix(".tar.gz")]
    with log.open("wb") as out:
        done = subprocess.run(
            [str(python), str(RUN), "nlu.rasa.launch", *arguments, *place],
            cwd=state,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            check=False,
        )
    unfinished = making / target.name
    if done.returncode or not unfinished.is_file() or _is_half(log):
        raise TrainingFailed(done.returncode, tail(log))
    unfinished.replace(target)  # whoever looks for the newest model never sees half of one


def _is_half(log: Path) -> bool:
    """Whether Rasa passed over the conversation: it makes a model of the language alone, and calls that well done."""
    said = log.read_text(encoding="utf-8", errors="replace")
    return any(words in said for words in ("Core training was skipped", "No stories present", "No NLU data present"))


def _rasa_config(sources: Sources, state: Path, book: Book) -> Path:
    """Rasa's part of config.yml as a file of its own: Hatef's sections would make Rasa warn."""
    settings = _settings(sources)
    path = state / "rasa" / "config.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = {key: settings[key] for key in RASA_KEYS if key in settings}
    mine["policies"] = flows.with_triggers(mine.get("policies") or [], book)
    path.write_text(yaml.safe_dump(mine, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
