"""Made-up cases: a turn whose second pass is as sure as it was right."""

from pathlib import Path

import numpy as np

from bot.lab.evaluation.confidence_cases import Case
from bot.lab.evaluation.confidence_hearing import HeardTwice
from bot.lab.evaluation.utterances import Sample
from voice.events import Word
from voice.listen.recogniser import Clues, Kind, RecognisedText
from voice.listen.second_pass.certainty import features

CLUES = Clues(lost=0.5, distance=0.2, worst=0.5, clear=0.8, unknown=0.0, cost=4.0, pace=5.0, sounds=9)


def case(right: bool, sure: float, *, speaker: str = "ann", other: bool = False, kind: Kind = "general") -> Case:
    """One turn, its second pass `sure`."""
    sample = Sample(Path("set/a.wav"), "fa", "سلام", speaker, intent="out_of_scope" if other else "greet", kind=kind)
    first = RecognisedText("سلام", (Word("سلام", 0.5, 0, 100),), 0.5)
    second = RecognisedText("سلام", (Word("سلام", sure, 0, 100),), sure, clues=CLUES)
    heard = HeardTwice(sample, "clean", first, second)
    return Case(heard, "سلام", 0.5, features(first, second), right, False)


def cases(count: int, seed: int = 3) -> list[Case]:
    """Turns of twenty speakers, right as often as their second pass is sure; the wrong ones are about other things."""
    draw = np.random.default_rng(seed)
    found = []
    for number in range(count):
        sure = float(draw.uniform(0, 1))
        right = bool(draw.random() < sure)
        found.append(case(right, sure, speaker=f"speaker{number % 20}", other=not right))
    return found
