"""Numbers that nobody needs to keep: cards, identity numbers, IBANs, mobiles, however they are said or written.

text ──▶ runs of number words and digits, with all they may mean ──▶ a kind, by length and checksum ──▶ «[card]»
                                                    └──▶ by length alone, where the words around name it

A recogniser errs: 16 digits that were spoken are a card whatever their checksum says; of written ones it must be
right, or the sentence must speak of a card, or they stand in four groups of four. A checksum of ten digits is right by
chance for one number in eleven.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from nlu.numbers import identifiers, slots
from nlu.numbers.lattice import Reading
from nlu.numbers.words import Run
from nlu.text import fold
from nlu.text.languages import FALLBACK

Kind = Literal["card", "national_id", "iban", "mobile"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FEWEST_OF_A_LIST = 5
"""Digits of numbers that stand in a list."""
FEWEST_OF_AN_ECHO = 3
MOST_BETWEEN = 3
"""Words between the parts of one number."""
IRANIAN = 10
"""Digits of an Iranian identity number; with fewer, left-out zeros, every twelfth number is one."""
ARAB_COUNTRIES = frozenset({"966", "971", "964", "965", "968", "973", "974"})
_NO_NUMBER = re.compile(
    r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?|(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?)(?!\d)"
)
"""Dates, times and addresses of machines: their digits are no part of a number."""
_CARD = re.compile(
    r"(?<!\d)(?<!\d[ ./-])[4569۴۵۶۹٤٥٦٩]\d{3}(?P<gap>[ ./-]|\u200c)\d{4}(?P=gap)\d{4}(?P=gap)\d{4}(?!(?P=gap)?\d)"
)
"""Written in four groups of four, as on the card: nobody writes anything else so, whatever its checksum says."""
_COUNTRY = frozenset({"ir", "sa", "ae", "iq", "eg", "bh", "om", "qa"})
"""What may stand before the digits of an IBAN."""
SECRET = "secret"
"""What is put for a number that a secret was asked for, whatever it looks like."""


@dataclass(frozen=True)
class _Shape:
    """What numbers of one kind look like. `named` lengths are enough where the words around name the kind."""

    check: Callable[[str, str], bool]
    """By its digits and the language of the call."""
    lengths: tuple[int, ...]
    named: tuple[int, ...]
    names: dict[str, frozenset[str]]
    spoken: tuple[int, ...] = ()
    """Enough by themselves where they were spoken."""


def _names(fa: str, ar: str) -> dict[str, frozenset[str]]:
    return {
        "fa": frozenset(token.key for token in fold.tokens(fa, "fa")),
        "ar": frozenset(token.key for token in fold.tokens(ar, "ar")),
    }


def _card(digits: str, _language: str) -> bool:
    return identifiers.bank_card(digits)


def _iban(digits: str, _language: str) -> bool:
    return any(identifiers.iban(country.upper() + digits) for country in _COUNTRY)


def _national(digits: str, language: str) -> bool:
    arab = (identifiers.saudi_id, identifiers.emirates_id, identifiers.kuwait_civil_id)
    iranian = len(digits) == IRANIAN and identifiers.iran_national_id(digits)
    return iranian or language == "ar" and any(check(digits) for check in arab)


def _mobile(digits: str, language: str) -> bool:
    if identifiers.iran_mobile(digits) is not None:
        return True
    if language != "ar":
        return False
    own = digits.removeprefix("00")
    own = own[3:] if own[:3] in ARAB_COUNTRIES else own.removeprefix("0") if own.startswith("0") else ""
    return own[:1] == "5" and len(own) == 9 or own[:1] == "7" and len(own) == 10


_SHAPES: dict[Kind, _Shape] = {
    "iban": _Shape(
        _iban,
        (21, 22, 24),
        tuple(range(18, 29)),
        _names("شبا شبام شبای ایبان", "آيبان الآيبان الايبان ايبان ايباني"),
    ),
    "card": _Shape(
        _card,
        (16,),
        tuple(range(13, 20)),
        _names("کارت کارتم کارتت کارتش کارته", "بطاقة البطاقة بطاقتي بالبطاقة الفيزا فيزا"),
        spoken=(16,),
    ),
    "national_id": _Shape(
        _national,
        (10, 12, 15),
        (9, 10, 11, 12, 14, 15),
        _names("ملی ملیم ملیش ملیه کدملی کدملیم", "الهوية هوية هويتي والهوية الإقامة اقامتي القومي الوطني"),
    ),
    "mobile": _Shape(
        _mobile,
        (10, 11, 12, 13, 14),
        (9, 10, 11, 12, 13, 14),
        _names("موبایل موبایلم همراه همراهم همراهمه", "جوال جوالي الجوال والجوال موبايل الموبايل"),
    ),
}
"""In the order in which they are tried: the longest first."""


@dataclass(frozen=True)
class Secret:
    """A number that is not to be kept: where it stands, and what it is."""

    span: tuple[int, int]
    kind: str


def redact(text: str, kinds: Collection[Kind], language: str = FALLBACK) -> str:
    """`text` with «[card]» and the like in place of every number of these kinds."""
    return _replaced(text, find(text, kinds, language))


def digits_in(text: str, language: str = FALLBACK) -> tuple[str, ...]:
    """Every number in `text` as digits, as it is likeliest meant."""
    return tuple(run.readings[0].digits for run in slots.runs(text, language) if run.readings[0].digits)


def redact_echo(text: str, secrets: Collection[str], language: str = FALLBACK, kind: str = SECRET) -> str:
    """`text` without what is said again of a secret: pieces of three digits and more of `secrets` (their digits)."""
    found = []
    for run in slots.runs(text, language):
        likeliest = run.readings[0]
        said = [digits for digits in (likeliest.digits, *likeliest.groups) if len(digits) >= FEWEST_OF_AN_ECHO]
        if any(digits in secret for digits in said for secret in secrets):
            found.append(Secret(_with_marks(text, run.span), kind))
    return _replaced(text, found)


def redact_all(text: str, language: str = FALLBACK, kind: str = SECRET) -> str:
    """`text` without any number: it answers a question for a secret."""
    return _replaced(text, [Secret(_with_marks(text, run.span), kind) for run in slots.runs(text, language)])


def find(text: str, kinds: Collection[Kind], language: str = FALLBACK) -> list[Secret]:
    """The numbers of these kinds in `text`, in their order."""
    words = frozenset(token.key for token in fold.tokens(text, language))
    text = _NO_NUMBER.sub(_masked, text)
    found, parts = [Secret(card.span(), "card") for card in _CARD.finditer(text) if "card" in kinds], []
    text = _CARD.sub(_masked, text) if found else text
    for run in slots.runs(text, language):
        kind = _kind(text, run, words, language)
        if kind is None:
            parts.append(run)
        elif kind in kinds:
            found.append(Secret(_with_marks(text, run.span), kind))
    found += _in_parts(text, parts, words, kinds, language)
    return sorted({secret.span: secret for secret in found}.values(), key=lambda secret: secret.span)


def _masked(found: re.Match[str]) -> str:
    """As many letters without a meaning."""
    return "x" * len(found.group())


def _kind(text: str, run: Run, words: frozenset[str], language: str) -> Kind | None:
    """What a run is: by its checksum, by the words around it, by a piece of it; None: nothing of these."""
    spoken = not any(letter.isdigit() for letter in text[slice(*run.span)])
    readings = [reading for reading in run.readings if reading.digits]
    if not readings or _is_list(readings[0]):
        return None
    digits = [reading.digits for reading in readings]
    named = {kind for kind, shape in _SHAPES.items() if words & shape.names[language]}
    right = [kind for kind, shape in _SHAPES.items() if any(_fits(one, kind, language) for one in digits)]
    if right:
        return next((kind for kind in right if kind in named), right[-1] if right[-1] == "mobile" else right[0])
    for kind, shape in _SHAPES.items():
        lengths = shape.named if kind in named else ()
        if len(digits[0]) in (lengths + shape.spoken if spoken else lengths):
            return kind
    return next((kind for kind in _SHAPES if any(_fits(one, kind, language) for one in _pieces(run, kind))), None)


def _fits(digits: str, kind: Kind, language: str) -> bool:
    shape = _SHAPES[kind]
    return len(digits) in shape.lengths and shape.check(digits, language)


def _is_list(reading: Reading) -> bool:
    """Numbers side by side and not one: orders of five digits and more; nobody says a card so."""
    lengths = {len(group) for group in reading.groups}
    return len(reading.groups) > 1 and len(lengths) == 1 and min(lengths) >= FEWEST_OF_A_LIST


def _pieces(run: Run, kind: Kind) -> Iterator[str]:
    """The neighbouring groups of a longer run that have the length of such a number."""
    lengths = _SHAPES[kind].lengths
    for reading in run.readings[:4]:
        groups = reading.groups
        for start in range(len(groups)):
            joined = ""
            for group in groups[start:]:
                joined += group
                if len(joined) in lengths and len(joined) < len(reading.digits):
                    yield joined


def _in_parts(
    text: str, runs: list[Run], words: frozenset[str], kinds: Collection[Kind], language: str
) -> Iterator[Secret]:
    """A number with words between its parts («... بعدش ...»), where the sentence names its kind."""
    for kind in kinds:
        shape = _SHAPES[kind]
        if not words & shape.names[language]:
            continue
        for start in range(len(runs)):
            near = list(_near(text, runs[start:], language))
            for count in range(2, len(near) + 1):
                digits = "".join(run.readings[0].digits for run in near[:count])
                if len(digits) in shape.lengths:
                    yield from (Secret(run.span, kind) for run in near[:count])


def _near(text: str, runs: list[Run], language: str) -> Iterator[Run]:
    """The first run and those that follow it closely."""
    for run, before in zip(runs, [None, *runs], strict=False):
        if before is not None and len(fold.tokens(text[before.span[1] : run.span[0]], language)) > MOST_BETWEEN:
            return
        yield run


def _with_marks(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """With what belongs to it: «IR» before it, «+», its brackets."""
    start, end = span
    while start and text[start - 1] in "+(":
        start -= 1
    head = text[:start].rstrip()
    if head[-2:].lower() in _COUNTRY and not head[-3:-2].isalpha():
        start = len(head) - 2
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    elif text[start : start + 1] == "(" and ")" not in text[start:end]:
        start += 1
    return start, end


def _replaced(text: str, found: list[Secret]) -> str:
    for secret in reversed(found):
        start, end = secret.span
        text = f"{text[:start]}[{secret.kind.replace('_', ' ')}]{text[end:]}"
    return text
