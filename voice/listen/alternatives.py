"""Vosk's list of readings of one segment: the best one's words, how sure each is, and how likely the sound was.

Asked for several readings, vosk tells a score of each (natural logarithm, sound and language model together) but no
confidence of a word. It follows from the scores: a word is as sure as all readings together that hold it.
"""

import json
import math
from typing import Any

from voice.events import Word

READINGS = 10
"""So many are asked for; in a clear sentence there is one within reach of the decoder's beam."""

Reading = dict[str, Any]


def read_alternatives(result: str, offset_s: float) -> tuple[list[Word], float]:
    """The words of the best reading of vosk's JSON and the log-likelihood of the segment under it.

    Times count from `offset_s` of the recogniser's clock. Unknown words («[unk]») are among the words.
    """
    readings: list[Reading] = json.loads(result).get("alternatives") or []
    if not readings:
        return [], 0.0
    score = float(readings[0].get("confidence", 0.0))
    shares = [math.exp(min(0.0, float(one.get("confidence", score)) - score)) for one in readings]
    words = []
    for fact in readings[0].get("result", ()):
        agreeing = sum(share for share, one in zip(shares, readings, strict=True) if _holds(one, fact))
        start_ms, end_ms = (max(0, round(1000 * (fact[key] - offset_s))) for key in ("start", "end"))
        words.append(Word(fact["word"], min(1.0, agreeing / sum(shares)), start_ms, end_ms))
    return words, score


def _holds(reading: Reading, fact: Reading) -> bool:
    """Whether `reading` has the same word at about the same time."""
    return any(
        other["word"] == fact["word"] and other["start"] < fact["end"] and fact["start"] < other["end"]
        for other in reading.get("result", ())
    )
