"""Find the runs of number words in a text and read each: the part that both languages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from nlu.fold import fold
from nlu.number_lattice import Grammar, Piece, Reading, read_run

DAMMA = "\u064f"
AND = "و"  # also the text of a piece that ends in it: «بیستو»
_TOKEN = re.compile(r"\d+(?:[,٬]\d{3})+(?!\d)|\d+|[^\W\d_](?:[^\W\d_]|[\u064b-\u065f\u0670\u0640])*")
_SKIPPED_COST = 0.2  # a filler inside a number
_DROPPED_COST = 2.0  # a first word that may be no number at all: «نه» is also "no"


@dataclass(frozen=True)
class Lexicon:
    """The number words of one language, keys in folded letters."""

    grammar: Grammar
    words: Mapping[str, Piece]
    fillers: frozenset[str]
    split: Callable[[str], tuple[Piece, ...]]  # the pieces of a fused word («صدوبیست»), or none
    droppable: frozenset[str]  # words that mean something else at the start of a run
    endings: Mapping[str, Piece]  # words that are numbers only after other numbers: «پنجه» (it is five)
    exact: Mapping[str, tuple[Piece, ...]]  # words that folding would confuse: «وأحد» (and one), «واحد» (one)


@dataclass(frozen=True)
class Run:
    """Neighbouring number words and what they may mean; `span` are offsets in the text."""

    span: tuple[int, int]
    readings: tuple[Reading, ...]


def piece(kind: str, value: int, *, count: int = 1, cost: float = 0.0, text: str = "") -> Piece:
    """A lexicon entry: a piece that stands nowhere yet."""
    return Piece(kind, value, 0, 0, text=text, count=count, cost=cost)  # type: ignore[arg-type]


def _literal(raw: str) -> Piece:
    digits = fold(raw.replace(",", "").replace("٬", ""))
    return piece("literal", int(digits), text=digits)


def _placed(pieces: tuple[Piece, ...], start: int, end: int, *, joined: bool) -> list[Piece]:
    return [replace(p, start=start, end=end, joined=p.joined or (joined and not n)) for n, p in enumerate(pieces)]


def _word_pieces(raw: str, lexicon: Lexicon) -> tuple[Piece, ...]:
    if raw[0].isdigit():
        return (_literal(raw),)
    if raw in lexicon.exact:
        return lexicon.exact[raw]
    key = fold(raw)
    return (lexicon.words[key],) if key in lexicon.words else lexicon.split(key)


def _runs(text: str, lexicon: Lexicon) -> list[list[Piece]]:
    found: list[list[Piece]] = [[]]
    joined, skipped = False, 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        pieces = _word_pieces(raw, lexicon)
        if not pieces and found[-1] and (ending := lexicon.endings.get(fold(raw))):
            pieces = (ending,)
        if pieces:
            placed = _placed(pieces, match.start(), match.end(), joined=joined and bool(found[-1]))
            placed[0] = replace(placed[0], cost=placed[0].cost + skipped * _SKIPPED_COST)
            found[-1] += placed
            joined, skipped = raw.endswith(DAMMA) or pieces[-1].text == AND, 0
        elif fold(raw) == AND and found[-1]:
            joined = True
        elif fold(raw) in lexicon.fillers and found[-1]:
            skipped += 1
        elif found[-1]:
            found.append([])
            joined, skipped = False, 0
    return [run for run in found if run and not (len(run) == 1 and run[0].text == AND)]  # «سهو» is no number


def _readings(pieces: list[Piece], text: str, lexicon: Lexicon) -> list[Reading]:
    found = read_run(pieces, lexicon.grammar)
    first = fold(text[pieces[0].start : pieces[0].end])
    if first in lexicon.droppable:
        rest = read_run(pieces[1:], lexicon.grammar) if len(pieces) > 1 else []
        known = {(reading.digits, reading.value) for reading in found}
        found += [replace(r, cost=r.cost + _DROPPED_COST) for r in rest if (r.digits, r.value) not in known]
        if not rest:
            found = [replace(reading, cost=reading.cost + _DROPPED_COST) for reading in found]
    return sorted(found, key=lambda reading: reading.cost)


def runs(text: str, lexicon: Lexicon) -> list[Run]:
    """Every run of number words in `text`, in order, each with all its readings, cheapest first."""
    found = []
    for pieces in _runs(text, lexicon):
        readings = _readings(pieces, text, lexicon)
        if readings:
            found.append(Run((pieces[0].start, pieces[-1].end), tuple(readings)))
    return found


def readings(text: str, lexicon: Lexicon) -> list[Reading]:
    """All readings of all runs, cheapest first; equal costs in the order of the text."""
    return sorted((r for run in runs(text, lexicon) for r in run.readings), key=lambda r: (r.cost, r.span))


def quantity(text: str, lexicon: Lexicon) -> Fraction | None:
    """The likeliest value of the only number in `text`; None where there is no number or more than one."""
    found = runs(text, lexicon)
    return found[0].readings[0].value if len(found) == 1 else None
