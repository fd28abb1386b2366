"""From number words to every number they may mean, cheapest first.

A run of number words is cut into groups, each group one cardinal («نهصد و دوازده») or one repeated digit
(«سه تا هفت»); the reading is the groups' digits side by side. One group is a quantity, several are dictation.
Which cut is meant cannot be known here, so all are returned with a cost and the slot picks (nlu/slots.py).
The costs rank: joining at «و» is free, cutting there dear; without «و» cutting is cheaper than joining.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

PieceKind = Literal[
    "zero", "unit", "teen", "tens", "hundred", "scale", "fraction", "point", "times", "multi", "again", "zeros",
    "literal", "fixed",
]  # fmt: skip

CUT = 1.0  # between two groups
CUT_AT_AND = 3.0  # between two groups with «و» between them
CUT_AFTER_SCALE = 1.5  # more, after «هزار» or «مليون»
LOOSE_AFTER_SCALE = 0.4  # joining without «و» after a scale word: «دو هزار پانصد»
LOOSE = 1.5  # joining without «و» elsewhere: «بیست پنج» for 25
LOOSE_HUNDRED = 2.0  # «هشت صد» for 800
THOUSAND = 1000
COUNTED = 1.0  # «تا» that counts things and repeats no digit
BARE_SCALE = 0.3  # «هزار» for 1000
KEEP = 24  # readings kept at every place
FAR = 7.0  # a reading that costs this much more than the best one is not worth keeping


@dataclass(frozen=True)
class Piece:
    """One number word: what it is, its value, whether «و» stands before it, its offsets in the text."""

    kind: PieceKind
    value: int
    start: int
    end: int
    joined: bool = False
    text: str = ""  # the digits of a "literal" or "fixed" piece
    count: int = 1  # how many of itself a scale word holds: مليونين is 2
    cost: float = 0.0


@dataclass(frozen=True)
class Grammar:
    """What differs between the languages."""

    unit_before_tens: bool  # خمسة وعشرون
    teen_tail: int = 0  # the value that a ten adds to a unit before it: خمسة عشر
    hundred_cost: float = LOOSE_HUNDRED  # a unit times the word hundred, written apart


@dataclass(frozen=True)
class Reading:
    """One number that the words may mean.

    `digits` as they were dictated, with leading zeros, empty for a value that is no whole number; `span` are offsets
    in the text; a lower `cost` is the likelier reading.
    """

    digits: str
    value: Fraction
    cost: float
    span: tuple[int, int]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Group:
    """A cardinal being built: finished parts, the part below a thousand, what came last."""

    total: int = 0
    chunk: int = 0
    scale: int = 10**18  # the last scale word, which bounds the next
    part: int = 0  # what the last scale word added
    last: str = "start"
    extra: Fraction = Fraction(0)  # a half or a decimal that no scale word has taken up yet
    fixed: str = ""  # digits that are no cardinal: zeros, repeats, long literals

    @property
    def value(self) -> Fraction:
        return self.total + self.chunk + self.extra

    @property
    def complete(self) -> bool:
        return self.last not in ("start", "times", "multi", "point")


_Steps = Iterator[tuple[_Group, float]]


def _add(group: _Group, piece: Piece) -> _Steps:
    """A unit, teen, ten or hundred after a larger place."""
    room = {
        "unit": ("tens", "hundred", "scale"),
        "teen": ("hundred", "scale"),
        "tens": ("hundred", "scale"),
        "hundred": ("scale",),
    }
    if group.last in room[piece.kind] and not group.extra:
        loose = LOOSE_AFTER_SCALE if group.last == "scale" else LOOSE
        yield replace(group, chunk=group.chunk + piece.value, last=piece.kind), 0.0 if piece.joined else loose


def _compound(group: _Group, piece: Piece, grammar: Grammar) -> _Steps:
    """A unit that takes up the word after it: خمسة وعشرون, خمسة عشر, هشت صد."""
    if group.last != "unit" or group.extra:
        return
    unit = group.chunk % 10
    if piece.kind == "tens" and grammar.unit_before_tens and piece.joined:
        yield replace(group, chunk=group.chunk + piece.value, last="teen"), 0.0
    if piece.kind == "teen" and piece.value == grammar.teen_tail and not piece.joined:
        yield replace(group, chunk=group.chunk + 10, last="teen"), 0.0
    if piece.kind == "hundred" and piece.value == 100 and not piece.joined and group.chunk == unit > 1:
        yield replace(group, chunk=unit * 100, last="hundred"), grammar.hundred_cost


def _scale(group: _Group, piece: Piece) -> _Steps:
    """A scale word: it multiplies what stands before it, or stands for one (two) of itself."""
    word, count = piece.value, piece.count
    fraction_waits = bool(group.extra) and group.last == "fraction"
    if word > group.scale == THOUSAND and not piece.joined and not group.extra and group.total < THOUSAND**2:
        whole = (group.total + group.chunk) * word  # «دو هزار و هشتصد میلیارد»
        yield _Group(whole, 0, word, whole, "scale"), 0.0
        return
    if count == 1 and (group.chunk or fraction_waits) and not piece.joined:
        part = (group.chunk + group.extra) * word
        if word < group.scale and part.denominator == 1:
            whole = int(part)
            yield _Group(group.total + whole, 0, word, whole, "scale"), 0.0
        return
    if group.last == "start" or (piece.joined and group.last == "scale"):
        small = count * word
        again = word == group.scale and group.part >= 100 * word and count * 100 <= group.part // word * 100
        if word < group.scale or again:
            yield (
                _Group(group.total + small, 0, word, small, "scale"),
                0.0 if piece.joined or count == 2 else BARE_SCALE,
            )


def _fraction(group: _Group, piece: Piece) -> _Steps:
    """«نیم میلیون», «دو و نیم میلیون», «یک میلیون و نیم»."""
    share = Fraction(1, piece.value)
    if group.last == "start":
        yield replace(group, extra=share, last="fraction"), 0.0
    elif piece.joined and group.last == "scale":
        grown = group.scale * share
        if grown.denominator == 1:
            yield replace(group, total=group.total + int(grown), last="end"), 0.0
    elif piece.joined and group.last in ("unit", "teen", "tens", "hundred", "literal"):
        yield replace(group, extra=share, last="fraction"), 0.0


def _repeat(group: _Group, piece: Piece) -> _Steps:
    """«سه تا هفت», «دبل صفر», «خمسة مكرر», «ثلاثة أصفار»."""
    digit = piece.kind in ("unit", "zero")
    if piece.kind == "times" and group.last == "unit" and group.value == group.chunk and group.chunk < 10:
        yield replace(group, last="times"), 0.0
        yield replace(group, last="end"), COUNTED  # «دو تا سفارش»: no digit follows
    elif piece.kind == "zeros" and group.last == "unit" and group.value == group.chunk and group.chunk < 10:
        yield _Group(fixed="0" * group.chunk, last="fixed"), -0.5
    elif piece.kind == "multi" and group.last == "start":
        yield _Group(chunk=piece.value, last="multi"), 0.0
    elif digit and group.last in ("times", "multi") and not piece.joined:
        yield _Group(fixed=str(piece.value) * group.chunk, last="fixed"), 0.0
    elif piece.kind == "again" and group.last in ("unit", "zero") and group.total == 0 and group.chunk < 10:
        yield _Group(fixed=str(group.chunk) * 2, last="fixed"), 0.0


def _first(group: _Group, piece: Piece) -> _Steps:
    """A word that opens a group."""
    if piece.kind in ("unit", "teen", "tens", "hundred", "zero"):
        yield _Group(chunk=piece.value, last=piece.kind), piece.cost
    elif piece.kind == "literal" and (len(piece.text) > 3 or piece.text.startswith("0")):
        yield _Group(fixed=piece.text, last="fixed"), 0.0
    elif piece.kind == "literal":
        yield _Group(chunk=piece.value, last="literal"), 0.0
    elif piece.kind == "fixed":
        yield _Group(fixed=piece.text, last="fixed"), 0.0


def _steps(group: _Group, piece: Piece, grammar: Grammar) -> _Steps:
    """Every way in which `piece` may go on with `group`."""
    if piece.kind == "scale":
        yield from _scale(group, piece)
    elif piece.kind == "fraction":
        yield from _fraction(group, piece)
    elif piece.kind == "point":
        if group.complete and not group.fixed and not group.extra:
            yield replace(group, last="point"), 0.0
    else:
        yield from _repeat(group, piece)
        if group.last == "start":
            yield from _first(group, piece)
        elif piece.kind in ("unit", "teen", "tens", "hundred"):
            yield from _compound(group, piece, grammar)
            yield from _add(group, piece)


def _decimals(group: _Group, pieces: list[Piece], at: int, grammar: Grammar) -> Iterator[tuple[int, _Group, float]]:
    """What follows the decimal point: digits one by one, or one cardinal."""
    end = at
    while end < len(pieces) and pieces[end].kind in ("zero", "unit") and not pieces[end].joined:
        end += 1
    if end > at:
        digits = "".join(str(piece.value) for piece in pieces[at:end])
        yield end, replace(group, extra=Fraction(int(digits), 10 ** len(digits)), last="end"), 0.0
        return
    for stop, inner, cost in _groups(pieces, at, grammar):
        digits = inner.fixed or str(inner.value)
        if digits.isdigit():
            yield stop, replace(group, extra=Fraction(int(digits), 10 ** len(digits)), last="end"), cost


def _groups(pieces: list[Piece], start: int, grammar: Grammar) -> Iterator[tuple[int, _Group, float]]:
    """Every group that begins at `start`: (where it ends, the group, its cost)."""
    open_groups = [(start, _Group(), 0.0)]
    while open_groups:
        at, group, cost = open_groups.pop()
        if group.last == "point":
            yield from ((stop, done, cost + more) for stop, done, more in _decimals(group, pieces, at, grammar))
            continue
        if group.complete:
            yield at, group, cost
        if at < len(pieces):
            open_groups += [(at + 1, new, cost + more) for new, more in _steps(group, pieces[at], grammar)]


def _cut_cost(group: _Group, following: Piece | None) -> float:
    after_scale = CUT_AFTER_SCALE if group.last == "scale" else 0.0
    return after_scale + (CUT_AT_AND if following.joined else CUT) if following else 0.0


def _text(group: _Group) -> str:
    value = group.value
    return group.fixed or (str(int(value)) if value.denominator == 1 else "")


@dataclass(frozen=True)
class _Path:
    """A way to read the words up to one place."""

    cost: float
    groups: tuple[str, ...]
    value: Fraction


def read_run(pieces: list[Piece], grammar: Grammar) -> list[Reading]:
    """Every reading of one run of number words, cheapest first, at most KEEP, each digit string once."""
    paths: list[dict[tuple[str, Fraction], _Path]] = [{} for _ in range(len(pieces) + 1)]
    paths[0][("", Fraction(0))] = _Path(0.0, (), Fraction(0))
    for at in range(len(pieces)):
        before = _best(paths[at])
        if not before:
            continue
        for stop, group, cost in _groups(pieces, at, grammar):
            cost += _cut_cost(group, pieces[stop] if stop < len(pieces) else None)
            for path in before:
                _extend(paths[stop], path, group, cost, whole=at == 0 and stop == len(pieces))
    span = (pieces[0].start, pieces[-1].end)
    return [
        Reading(
            "".join(path.groups),
            path.value,
            round(path.cost, 2),
            span,
            path.groups if path.groups != ("",) else (),
        )
        for path in _best(paths[-1])
    ]


def _best(paths: dict[tuple[str, Fraction], _Path]) -> list[_Path]:
    ranked = sorted(paths.values(), key=lambda path: (path.cost, len(path.groups)))
    return [path for path in ranked[:KEEP] if path.cost <= ranked[0].cost + FAR]


def _extend(into: dict[tuple[str, Fraction], _Path], path: _Path, group: _Group, cost: float, *, whole: bool) -> None:
    """Add one group to one path; a fraction stands alone, since no digits can follow it."""
    text = _text(group)
    if not text and not whole:
        return
    groups = (*path.groups, text)
    digits = "".join(groups)
    value = group.value if whole and not group.fixed else Fraction(int(digits))
    new = _Path(path.cost + cost, groups, value)
    key = (digits, value)
    if key not in into or new.cost < into[key].cost:
        into[key] = new
