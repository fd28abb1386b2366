"""How one number grows word by word: a cardinal being built, and every way in which the next word may go on with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

PieceKind = Literal[
    "zero", "unit", "teen", "tens", "hundred", "scale", "fraction", "point", "times", "multi", "again", "zeros",
    "literal", "fixed",
]  # fmt: skip
TAIL = "tail"  # the text of a ten that stands behind a unit only: «سبعة عشر»
CARDINAL: tuple[PieceKind, ...] = ("unit", "teen", "tens", "hundred", "scale")

LOOSE_AFTER_SCALE = 0.4  # joining without «و» after a scale word: «دو هزار پانصد»
LOOSE = 1.5  # joining without «و» elsewhere: «بیست پنج» for 25
LOOSE_HUNDRED = 0.5  # «هشت صد» for 800
ODD_HUNDRED = 2.0  # «پنج صد» for 500, which is «پانصد»
HUNDRED = 100
THOUSAND = 1000
COUNTED = 1.0  # «تا» that counts things and repeats no digit
BARE_SCALE = 0.3  # «هزار» for 1000


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
    teen_units: tuple[int, ...] = tuple(range(1, 10))  # the units that take it: «چهار ده»
    teen_cost: float = 0.0
    hundred_cost: float = LOOSE_HUNDRED  # a unit times the word hundred, written apart
    odd_hundreds: tuple[int, ...] = ()  # units whose hundred is another word: «پنج صد» is hardly 500
    ten_for_hundred: int = 0  # the ten that sounds like the unit before a hundred: «سی صد» is 300


@dataclass(frozen=True)
class Group:
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


Steps = Iterator[tuple[Group, float]]


def _add(group: Group, piece: Piece) -> Steps:
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


def _compound(group: Group, piece: Piece, grammar: Grammar) -> Steps:
    """A unit that takes up the word after it: خمسة وعشرون, خمسة عشر, هشت صد."""
    if piece.kind == "hundred" and piece.value == HUNDRED and not piece.joined:
        yield from _apart(group, grammar)
    if group.last != "unit" or group.extra:
        return
    if piece.kind == "tens" and grammar.unit_before_tens and piece.joined:
        yield replace(group, chunk=group.chunk + piece.value, last="teen"), 0.0
    teen = piece.kind == "teen" and piece.value == grammar.teen_tail and not piece.joined
    if teen and group.chunk % 10 in grammar.teen_units:
        cost = min(grammar.teen_cost, LOOSE_AFTER_SCALE) if group.total else grammar.teen_cost
        yield replace(group, chunk=group.chunk + 10, last="teen"), cost


def _apart(group: Group, grammar: Grammar) -> Steps:
    """A hundred written apart from its unit; behind a scale word it can be nothing else: «هزار و سی صد»."""
    ten = grammar.ten_for_hundred
    count = ten // 10 if ten and group.chunk == ten else group.chunk
    if group.extra or not 1 <= count < 10 or group.last not in ("unit", "tens"):
        return
    odd = count in grammar.odd_hundreds and group.chunk == count
    cost = ODD_HUNDRED if odd else grammar.hundred_cost
    yield replace(group, chunk=count * HUNDRED, last="hundred"), min(cost, LOOSE_AFTER_SCALE) if group.total else cost


def _scale(group: Group, piece: Piece) -> Steps:
    """A scale word: it multiplies what stands before it, or stands for one (two) of itself."""
    word, count = piece.value, piece.count
    fraction_waits = bool(group.extra) and group.last == "fraction"
    if word > group.scale == THOUSAND and not piece.joined and not group.extra and group.total < THOUSAND**2:
        whole = (group.total + group.chunk) * word  # «دو هزار و هشتصد میلیارد»
        yield Group(whole, 0, word, whole, "scale"), 0.0
        return
    if count == 1 and (group.chunk or fraction_waits) and not piece.joined:
        part = (group.chunk + group.extra) * word
        if word < group.scale and part.denominator == 1:
            whole = int(part)
            yield Group(group.total + whole, 0, word, whole, "scale"), 0.0
        return
    if group.last == "start" or (piece.joined and group.last == "scale"):
        small = count * word
        again = word == group.scale and group.part >= 100 * word and count * 100 <= group.part // word * 100
        if word < group.scale or again:
            yield (
                Group(group.total + small, 0, word, small, "scale"),
                0.0 if piece.joined or count == 2 else BARE_SCALE,
            )


def _fraction(group: Group, piece: Piece) -> Steps:
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


def _repeat(group: Group, piece: Piece) -> Steps:
    """«سه تا هفت», «دبل صفر», «خمسة مكرر», «ثلاثة أصفار»."""
    digit = piece.kind in ("unit", "zero")
    if piece.kind == "times" and group.last == "unit" and group.value == group.chunk and group.chunk < 10:
        yield replace(group, last="times"), 0.0
        yield replace(group, last="end"), COUNTED  # «دو تا سفارش»: no digit follows
    elif piece.kind == "times" and group.last in ("unit", "teen", "tens", "hundred", "scale"):
        yield replace(group, last="end"), 0.0  # «بیست تا»
    elif piece.kind == "zeros" and group.last == "unit" and group.value == group.chunk and group.chunk < 10:
        yield Group(fixed="0" * group.chunk, last="fixed"), -0.5
    elif piece.kind == "multi" and group.last == "start":
        yield Group(chunk=piece.value, last="multi"), 0.0
    elif digit and group.last in ("times", "multi") and not piece.joined:
        yield Group(fixed=str(piece.value) * group.chunk, last="fixed"), 0.0
    elif piece.kind == "again" and group.last in ("unit", "zero") and group.total == 0 and group.chunk < 10:
        yield Group(fixed=str(group.chunk) * 2, last="fixed"), 0.0


def _first(group: Group, piece: Piece) -> Steps:
    """A word that opens a group."""
    if piece.kind in ("unit", "teen", "tens", "hundred", "zero"):
        yield Group(chunk=piece.value, last=piece.kind), piece.cost
    elif piece.kind == "literal" and (len(piece.text) > 3 or piece.text.startswith("0")):
        yield Group(fixed=piece.text, last="fixed"), 0.0
    elif piece.kind == "literal":
        yield Group(chunk=piece.value, last="literal"), 0.0
    elif piece.kind == "fixed":
        yield Group(fixed=piece.text, last="fixed"), 0.0


def _literals(group: Group, piece: Piece) -> Steps:
    """«۳۰۰ و ۴۵»: digits whose zeros leave room for what is joined to them."""
    room = 10 ** len(piece.text)
    if piece.joined and not group.extra and group.chunk and group.chunk % room == 0:
        yield replace(group, chunk=group.chunk + piece.value), 0.0


def steps(group: Group, piece: Piece, grammar: Grammar) -> Steps:
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
        elif piece.kind == group.last == "literal":
            yield from _literals(group, piece)
        elif piece.kind in ("unit", "teen", "tens", "hundred"):
            yield from _compound(group, piece, grammar)
            yield from _add(group, piece)
