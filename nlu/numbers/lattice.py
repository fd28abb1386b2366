"""From number words to every number they may mean, cheapest first.

A run of number words is cut into groups, each group one cardinal («نهصد و دوازده») or one repeated digit
(«سه تا هفت»); the reading is the groups' digits side by side. One group is a quantity, several are dictation.
Which cut is meant cannot be known here, so all are returned with a cost and the slot picks (nlu/numbers/slots.py).
Words that make one cardinal without a doubt are never cut: «سیصد و چهل و پنج» is 345 and no 300 with 45 beside it,
«دو هزار و سیصد» no 2 with 1300. Elsewhere costs rank: without «و» cutting is cheaper than joining; at a «و» that
joins nothing («یک و دو») it is dear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from nlu.numbers.steps import CARDINAL, HUNDRED, TAIL, Grammar, Group, Piece, steps

CUT = 1.0  # between two groups
CUT_AT_AND = 3.0  # between two groups with a «و» between them that makes no cardinal of them
CUT_AFTER_SCALE = 1.5  # more, after «هزار» or «مليون»
KEEP = 24  # readings kept at every place
FAR = 7.0  # a reading that costs this much more than the best one is not worth keeping


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


def _decimals(group: Group, pieces: list[Piece], at: int, grammar: Grammar) -> Iterator[tuple[int, Group, float]]:
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


def _groups(pieces: list[Piece], start: int, grammar: Grammar) -> Iterator[tuple[int, Group, float]]:
    """Every group that begins at `start`: (where it ends, the group, its cost)."""
    open_groups = [(start, Group(), 0.0)]
    while open_groups:
        at, group, cost = open_groups.pop()
        if group.last == "point":
            yield from ((stop, done, cost + more) for stop, done, more in _decimals(group, pieces, at, grammar))
            continue
        if group.complete:
            yield at, group, cost
        if at < len(pieces):
            open_groups += [(at + 1, new, cost + more) for new, more in steps(group, pieces[at], grammar)]


def _bound(group: Group, following: Piece, grammar: Grammar) -> bool:
    """Whether nobody can mean two numbers here: the next word goes on with the cardinal, and does so for nothing."""
    # «مئة وسبعة عشر» is 117; «سبعة عشرة» may be 7 and 10
    alone = ("scale", "teen") if group.chunk >= HUNDRED and following.text == TAIL else ("scale",)
    kinds = (*CARDINAL, "literal") if following.joined else alone
    return following.kind in kinds and any(cost == 0 for _, cost in steps(group, following, grammar))


def _cut_cost(group: Group, following: Piece | None) -> float:
    after_scale = CUT_AFTER_SCALE if group.last == "scale" else 0.0
    return after_scale + (CUT_AT_AND if following.joined else CUT) if following else 0.0


def _text(group: Group) -> str:
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
            following = pieces[stop] if stop < len(pieces) else None
            if following and _bound(group, following, grammar):
                continue
            cost += _cut_cost(group, following)
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


def _extend(into: dict[tuple[str, Fraction], _Path], path: _Path, group: Group, cost: float, *, whole: bool) -> None:
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
