"""Callers who put themselves right while they answer: «شنبه، نه، یکشنبه», «الف ريال لا عفوا ألفين».

Rows of digits have rules of their own (`nlu/numbers/correction.py`), because there «نه» is nine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nlu.numbers.correction import MARKERS
from nlu.text import fold
from nlu.values.readings import Heard, Reading, cheapest, dearer

BEFORE = 3.0
"""For what was said before a correction."""
_AND = "و"

Reader = Callable[[Heard], tuple[Reading, ...]]


def corrected(heard: Heard, reader: Reader) -> tuple[Reading, ...]:
    """What is read behind the last correction, then what is read before it; the whole where nothing is corrected."""
    whole = reader(heard)
    for start, end in reversed(markers(heard)):
        head, tail = (reader(replace(heard, text=part)) for part in (heard.text[:start], heard.text[end:]))
        if head and tail and (not tail[0].lacks or head[0].lacks == tail[0].lacks):
            return cheapest([*tail, *dearer(head, BEFORE + tail[0].cost)])
    return whole


def markers(heard: Heard) -> list[tuple[int, int]]:
    """Where words of correction stand, with something before them; «و نه» is a nine."""
    tokens = fold.tokens(heard.text, heard.language)
    return [
        (token.start, token.end)
        for before, token in zip(tokens, tokens[1:])  # noqa: B905 - pairs
        if token.key in MARKERS[heard.language] and before.key != _AND
    ]
