"""How likely is it that a turn was heard right? A logistic model of what both passes tell. Pure.

words of both passes, how sure each is, how they fit the sound, how far the passes agree ──▶ features ──▶ probability

The weights are fitted by `hatef evaluate confidence --fit` on people and synthetic voices. A turn that was heard once
only (no second pass, or too late) keeps vosk's confidence, which is none of these.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from voice.listen.recogniser import Clues, Kind, RecognisedText
from voice.logistic import LogisticModel
from voice.score import edit_distance, fold

TABLE = Path(__file__).with_name("certainty.json")
NAMES = tuple(
    "first first_least second second_least same agreeing lost distance worst clear unknown cost pace length".split()
)
"""The features, in their order."""
NO_CLUES = Clues(lost=2.0, distance=0.5, worst=1.5, clear=0.5, unknown=0.0, cost=6.0, pace=5.0, sounds=0)
LOST_MOST, WORST_MOST, COST_MOST, PACE_MOST = 4.0, 4.0, 12.0, 15.0
MOST_LOGIT = 6.0
"""Nothing is surer than 99.75 %, or less sure than 0.25 %: so much the clips cannot tell."""
Features = tuple[float, ...]


def features(first: RecognisedText, second: RecognisedText) -> Features:
    """What tells about a turn, in the order of NAMES."""
    clues = second.clues or NO_CLUES
    return (
        first.confidence,
        _least(first),
        second.confidence,
        _least(second),
        float(first.text == second.text),
        agreement(first.text, second.text),
        min(LOST_MOST, clues.lost),
        clues.distance,
        min(WORST_MOST, clues.worst),
        clues.clear,
        clues.unknown,
        min(COST_MOST, clues.cost),
        min(PACE_MOST, clues.pace),
        math.log1p(len(second.words)),
    )


def agreement(one: str, other: str) -> float:
    """Share of the letters that two texts have in common, 0 to 1; nothing agrees with nothing."""
    longest = max(len(one), len(other))
    return 1 - edit_distance(fold(one), fold(other)) / longest if longest else 0.0


def _least(heard: RecognisedText) -> float:
    return min((word.confidence for word in heard.words), default=0.0)


Table = Mapping[str, Mapping[str, LogisticModel]]
"""Language -> kind of turn -> model."""


def parse_table(text: str) -> Table:
    """The models of a file of weights."""
    return {
        language: {kind: _model(one) for kind, one in kinds.items()} for language, kinds in json.loads(text).items()
    }


def _model(stored: Mapping[str, Any]) -> LogisticModel:
    return LogisticModel(tuple(stored["weights"][name] for name in NAMES), stored["bias"], MOST_LOGIT)


@cache
def table() -> Table:
    """The models in use."""
    return parse_table(TABLE.read_text(encoding="utf-8"))


def model_of(language: str, kind: Kind) -> LogisticModel | None:
    """The model of a kind of turn, of "general" for dates and free text; None where none was fitted."""
    return table().get(language, {}).get("general" if kind in ("date", "free") else kind)
