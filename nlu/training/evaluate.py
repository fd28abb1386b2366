"""How well intents are found on sentences that were not trained on: right, unsure, wrong, out of scope."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.errors import DataProblem, RasaFailed, RasaMissing
from nlu.training.rasa_environment import RUN, environment, is_usable, rasa_python, with_questions

OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
PARSE_TIMEOUT_S = 600.0


@dataclass(frozen=True)
class Judged:
    """One held-out sentence: what it means, what the model took it for, after and before the fallback threshold."""

    text: str
    expected: str
    got: str
    top: str
    confidence: float
    margin: float

    @property
    def verdict(self) -> str:
        """right, unsure (the caller is asked again), or wrong (the caller gets something else)."""
        if self.got == self.expected:
            return "right"
        return "unsure" if self.got in (FALLBACK, OUT_OF_SCOPE) else "wrong"


@dataclass(frozen=True)
class Evaluation:
    """The judged sentences of one language; shares are of 1."""

    language: str
    judged: tuple[Judged, ...]

    @property
    def _in_scope(self) -> list[Judged]:
        return [one for one in self.judged if one.expected != OUT_OF_SCOPE]

    @property
    def accuracy(self) -> float:
        """Top intent right, no threshold, in-scope sentences."""
        return _share(sum(one.top == one.expected for one in self._in_scope), len(self._in_scope))

    def share(self, verdict: str) -> float:
        """Share of in-scope sentences that are right, unsure or wrong."""
        return _share(sum(one.verdict == verdict for one in self._in_scope), len(self._in_scope))

    @property
    def refused(self) -> float:
        """Share of out-of-scope sentences that are not taken for a request."""
        outside = [one for one in self.judged if one.expected == OUT_OF_SCOPE]
        return _share(sum(one.got in (OUT_OF_SCOPE, FALLBACK) for one in outside), len(outside))

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """A row an intent: name, sentences, right, unsure, wrong; for out of scope "unsure" is right too."""
        found = []
        for intent in dict.fromkeys(one.expected for one in self.judged):
            counts = Counter(one.verdict for one in self.judged if one.expected == intent)
            found.append((intent, counts.total(), counts["right"], counts["unsure"], counts["wrong"]))
        return found

    def mistakes(self) -> list[Judged]:
        """What was not right, the worst first."""
        return sorted((one for one in self.judged if one.verdict == "wrong"), key=lambda one: -one.confidence)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def load_set(path: Path) -> list[tuple[str, str]]:
    """Pairs (intent, sentence) of a test file: a mapping of intents to lists of sentences.

    Raises:
        DataProblem: the file is missing or has another shape.
    """
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataProblem(path, 0, "the test set cannot be read", str(error)) from error
    if not isinstance(table, dict) or not all(isinstance(lines, list) for lines in table.values()):
        raise DataProblem(path, 1, "this is no test set", "Write `intent: [sentence, sentence]` on each line.")
    return [(str(intent), str(line)) for intent, lines in table.items() for line in lines]


def parse_lines(model: Path, texts: list[str], language: str) -> list[dict[str, Any]]:
    """`parse_all` for one language."""
    return parse_all(model, [(text, language) for text in texts])


def parse_all(model: Path, lines: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """What `model` makes of each (sentence, language), in the Rasa environment, without a server; takes some seconds.

    Raises:
        RasaMissing: there is no Rasa environment. RasaFailed: the model cannot be loaded.
    """
    python = rasa_python()
    if not is_usable(python):
        raise RasaMissing(python)
    done = subprocess.run(
        [str(python), "-W", "ignore", str(RUN), "nlu.rasa.parse_lines", str(model.resolve())],
        input=json.dumps([{"text": text, "language": language} for text, language in lines]),
        capture_output=True,
        text=True,
        env=environment(**with_questions(model)),
        timeout=PARSE_TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise RasaFailed(f"loading {model}", tuple(done.stderr.splitlines()[-12:]))
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def evaluate(model: Path, language: str, test_file: Path) -> Evaluation:
    """Judge `model` on `test_file`; raises as `load_set` and `parse_lines`."""
    return evaluate_all(model, {language: test_file})[language]


def evaluate_all(model: Path, sets: Mapping[str, Path]) -> dict[str, Evaluation]:
    """`evaluate` for several languages at the price of loading the model once."""
    pairs = {language: load_set(path) for language, path in sets.items()}
    parsed = iter(parse_all(model, [(text, language) for language in sets for _, text in pairs[language]]))
    return {
        language: Evaluation(language, tuple(_judge(*pair, next(parsed)) for pair in pairs[language]))
        for language in sets
    }


def shipped_set(data: Path, language: str) -> Path:
    """The held-out sentences of one language in data/."""
    return data / "tests" / f"nlu_{language}.yml"


def _judge(expected: str, text: str, parsed: dict[str, Any]) -> Judged:
    first, second = (*parsed["ranking"], {"name": "", "confidence": 0.0}, {"name": "", "confidence": 0.0})[:2]
    margin = first["confidence"] - second["confidence"]
    return Judged(text, expected, str(parsed["intent"]), first["name"], first["confidence"], margin)
