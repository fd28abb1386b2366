"""Find the runs of number words in a text and read each: the part that both languages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from nlu.numbers.lattice import Reading, read_run
from nlu.numbers.steps import Grammar, Piece
from nlu.text.letters import fold

DAMMA = "\u064f"
AND = "و"  # also the text of a piece that ends in it: «بیستو»
_TOKEN = re.compile(r"\d+(?:[,٬]\d{3})+(?!\d)|\d+|[^\W\d_](?:[^\W\d_]|[\u064b-\u065f\u0670\u0640])*")
MISSPELT_LETTERS = 5  # a shorter word is one letter from too many others
_SKIPPED_COST = 0.2  # a filler inside a number
_DROPPED_COST = 2.0  # a first word that may be no number at all: «نه» is also "no"


@dataclass(frozen=True)
class Lexicon:
    """The number words of one language, keys in folded letters."""

    grammar: Grammar
    words: Mapping[str, Piece]
    fillers: frozenset[str]
    word: Callable[[str], Piece | None]  # a word as it is, or of another spelling
    split: Callable[[str], tuple[Piece, ...]]  # the pieces of a fused word («صدوبیست»), or none
    droppable: frozenset[str]  # words that mean something else at the start of a run
    endings: Mapping[str, Piece]  # words that are numbers only after other numbers: «پنجه» (it is five)
    exact: Mapping[str, tuple[Piece, ...]]  # words that folding would confuse: «وأحد» (and one), «واحد» (one)
    numberlike: Callable[[str], bool]  # whether a word that cannot be read looks like a number all the same


@dataclass(frozen=True)
class Run:
    """Neighbouring number words and what they may mean; `span` are offsets in the text.

    Not `whole`: a word beside them looks like a number and cannot be read, so this may be the rest of a longer one.
    """

    span: tuple[int, int]
    readings: tuple[Reading, ...]
    whole: bool = True


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


_Token = tuple[str, int, int, tuple[Piece, ...]]  # a word, its start and end, what it is as a number


@dataclass
class _Pieces:
    """A run while it is being found."""

    pieces: list[Piece] = field(default_factory=list)
    whole: bool = True


def _tokens(text: str, lexicon: Lexicon) -> Iterator[_Token]:
    """The words of `text`; two that are one number («پون صد», «هف تاد») come as one."""
    found = [(one.group(), one.start(), one.end(), _word_pieces(one.group(), lexicon)) for one in _TOKEN.finditer(text)]
    at = 0
    while at < len(found):
        raw, start, end, pieces = found[at]
        whole = _apart(found[at], found[at + 1], lexicon) if at + 1 < len(found) else ()
        yield (raw, start, found[at + 1][2], whole) if whole else (raw, start, end, pieces)
        at += 2 if whole else 1


def _apart(one: _Token, other: _Token, lexicon: Lexicon) -> tuple[Piece, ...]:
    """The number word whose halves these are, of which one is no number by itself."""
    halves = (one[0], other[0])
    if one[3] and other[3] or not all(half.isalpha() and 1 < len(half) and fold(half) != AND for half in halves):
        return ()
    whole = fold("".join(halves))
    if found := lexicon.word(whole):
        return (found,)
    found = lexicon.word(whole.removeprefix(AND)) if whole.startswith(AND) else None
    return (replace(found, joined=True),) if found else ()


def _runs(text: str, lexicon: Lexicon) -> list[_Pieces]:
    found = [_Pieces()]
    joined, skipped = False, 0
    for raw, start, end, pieces in _tokens(text, lexicon):
        run, key = found[-1], fold(raw)
        if not pieces and run.pieces and (ending := lexicon.endings.get(key)):
            pieces = (ending,)
        if pieces:
            placed = _placed(pieces, start, end, joined=joined and bool(run.pieces))
            placed[0] = replace(placed[0], cost=placed[0].cost + skipped * _SKIPPED_COST)
            run.pieces += placed
            joined, skipped = raw.endswith(DAMMA) or pieces[-1].text == AND, 0
        elif key == AND:
            joined = True
        elif key in lexicon.fillers:
            skipped += bool(run.pieces)
        else:
            whole = not lexicon.numberlike(key)
            run.whole = run.whole and (whole or not run.pieces)
            found = [*(found if run.pieces else found[:-1]), _Pieces(whole=whole)]
            joined, skipped = False, 0
    # «سهو» is no number
    return [run for run in found if run.pieces and not (len(run.pieces) == 1 and run.pieces[0].text == AND)]


def misspelt(word: str, known: Collection[str]) -> bool:
    """Whether one letter makes a long word of `known` of it: one too many, missing, wrong, or two exchanged."""
    if len(word) < MISSPELT_LETTERS:
        return False
    return any(
        len(other) >= MISSPELT_LETTERS and abs(len(other) - len(word)) < 2 and _one_letter_apart(word, other)
        for other in known
    )


def _one_letter_apart(one: str, other: str) -> bool:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, left = one[at:], other[at:]
    exchanged = rest[:2] == left[:2][::-1] and rest[2:] == left[2:]
    return rest[1:] == left or rest == left[1:] or rest[1:] == left[1:] or exchanged


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
    for run in _runs(text, lexicon):
        readings = _readings(run.pieces, text, lexicon)
        if readings:
            found.append(Run((run.pieces[0].start, run.pieces[-1].end), tuple(readings), run.whole))
    return found


def readings(text: str, lexicon: Lexicon) -> list[Reading]:
    """All readings of all runs, cheapest first; equal costs in the order of the text."""
    return sorted((r for run in runs(text, lexicon) for r in run.readings), key=lambda r: (r.cost, r.span))


def quantity(text: str, lexicon: Lexicon) -> Fraction | None:
    """The likeliest value of the only number in `text`; None where there is no number or more than one."""
    found = runs(text, lexicon)
    return found[0].readings[0].value if len(found) == 1 else None
