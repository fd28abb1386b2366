"""Rows of digits: as many as asked for, or numbers of people, telephones, cards and accounts with their check digits.

said                                     kind          value           lacks, part
«دوازده سیصد و چهل و پنج»                  digits(5)     12345
«دوازده»                                  digits(5)     12              part: the rest may follow
«نهصد و دوازده سیصد و چهل و پنج ...»        mobile        09123456789
ten digits of which the last is wrong     national_id   0012345678      checksum
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlu.numbers import correction, identifiers, slots
from nlu.numbers.slots import Rule
from nlu.numbers.words import Run
from nlu.text.fold import match_key
from nlu.text.letters import fold
from nlu.values.corrections import markers
from nlu.values.digit_places import put_right
from nlu.values.kinds import Kind
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.words import DICTATION

APART = 1.0
"""For each word between digits that is no number: «صفر نهصد و دوازده خب بنویسید سیصد و چهل»."""
NOT_WHOLE = 4.0
"""Beside a word that looks like a number and cannot be read: this may be the rest of a longer one."""
CORRECTED = -1.0
"""For what was put right: it goes before what was said first."""
KEPT = 48
"""Readings kept where runs are put side by side."""
UNCHECKED = 10.0
"""For digits that their own check digit contradicts: rather heard wrong than so."""
PART = 20.0
"""For digits that are too few: whatever is whole goes first."""
_MOBILES = (
    (re.compile(r"(?:00)?98(9\d{9})|0?(9\d{9})"), "0{}"),  # Iran
    (re.compile(r"(?:00)?9640?(7\d{9})"), "+964{}"),
    (re.compile(r"(?:00)?9660?(5\d{8})"), "+966{}"),
    (re.compile(r"(?:00)?9710?(5\d{8})"), "+971{}"),
    (re.compile(r"(?:00)?965([4569]\d{7})"), "+965{}"),
    (re.compile(r"(?:00)?974([3567]\d{7})"), "+974{}"),
    (re.compile(r"(?:00)?973([36]\d{7})"), "+973{}"),
    (re.compile(r"(?:00)?968([79]\d{7})"), "+968{}"),
    (re.compile(r"(?:00)?200?(1[0125]\d{8})"), "+20{}"),
    (re.compile(r"(?:00)?9620?(7\d{8})"), "+962{}"),
    (re.compile(r"(?:00)?2120?([67]\d{8})"), "+212{}"),
    (re.compile(r"(?:00)?9630?(9\d{8})"), "+963{}"),
    (re.compile(r"(?:00)?9610?(3\d{6}|[78]\d{7})"), "+961{}"),
    (re.compile(r"(?:00)?967(7\d{8})"), "+967{}"),
    (re.compile(r"(?:00)?2130?([567]\d{8})"), "+213{}"),
    (re.compile(r"(?:00)?216([2459]\d{7})"), "+216{}"),
    (re.compile(r"(?:00)?2180?(9\d{8})"), "+218{}"),
    (re.compile(r"(?:00)?2490?([19]\d{8})"), "+249{}"),
    (re.compile(r"(7[3-9]\d{8}|1[0125]\d{8}|5\d{8})"), "0{}"),  # the zero left out: Iraq, Egypt, the Gulf
    (
        re.compile(r"(07[3-9]\d{8}|01[0125]\d{8}|0[567]\d{8}|09\d{8})"),
        "{}",
    ),  # Iraq, Egypt, the Gulf, Jordan, the Maghreb, Syria
    (re.compile(r"(03\d{6}|[2-9]\d{7}|7\d{8})"), "{}"),  # Kuwait, Qatar, Bahrain, Oman, Lebanon, Tunisia, Yemen
)
"""National and international notations of mobiles (ITU-T E.164), and how the number is kept."""
_IBAN_LANDS = ("IR", "SA", "AE", "IQ", "QA", "BH", "OM", "KW", "JO", "EG")
_LETTERS = re.compile(r"\b(IR|SA|AE|IQ|QA|BH|OM|KW|JO|EG)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Row:
    """Digits that were said, before anybody knows what they are."""

    digits: str
    cost: float


def read(kind: Kind, heard: Heard) -> tuple[Reading, ...]:
    """Every row of digits in the answer that may be of that kind; one that was put right goes first."""
    heard = replace(heard, text=_repeated(heard))
    found = cheapest(_judged(kind, [*_corrected(kind, heard), *_rows(heard)], heard.text))
    if found and not found[0].part and not found[0].lacks:
        return found
    split = (row for text in _thousands_apart(heard) for row in _rows(replace(heard, text=text)))
    return cheapest(
        [*found, *(one for one in _judged(kind, list(split), heard.text) if not one.part and not one.lacks)]
    )


def _repeated(heard: Heard) -> str:
    """«خمسة ثلاث مرات» is three fives."""
    words = DICTATION[heard.language]
    return words.times.sub(lambda match: " ".join([match["digit"]] * words.counts[fold(match["count"])]), heard.text)


def _thousands_apart(heard: Heard) -> Iterator[str]:
    """«دوازده هزار و سیصد» as 12 and 1300: a thousand without a count, which no cardinal has behind a number."""
    words = DICTATION[heard.language]
    for match in words.thousand.finditer(heard.text):
        yield f"{heard.text[: match.start()]} {words.one} {heard.text[match.start() :]}"


def keyed(kind: Kind, keys: str) -> tuple[Reading, ...]:
    """What was keyed: ASCII digits."""
    return judged(kind, keys, 0.0) if keys.isdecimal() else ()


def judged(kind: Kind, digits: str, cost: float) -> tuple[Reading, ...]:
    """What a row of ASCII digits is."""
    return cheapest(_judged(kind, [_Row(digits, cost)], ""))


def joined(kind: Kind, before: Reading, now: Reading) -> tuple[Reading, ...]:
    """What a part and the digits behind it are together."""
    cost = sum(one.cost - PART * one.part for one in (before, now))
    return judged(kind, f"{before.value}{now.value}", cost)


def _rows(heard: Heard) -> Iterator[_Row]:
    """All readings of the runs of number words; of several runs, also side by side."""
    runs = slots.runs(heard.text, heard.language)
    for run in runs:
        yield from _of_run(run)
    if len(runs) > 1:
        yield from _side_by_side(runs, heard)


def _of_run(run: Run) -> Iterator[_Row]:
    dear = 0.0 if run.whole else NOT_WHOLE
    least = run.readings[0].cost  # costs rank readings of the same words; digits one by one are no worse than pairs
    return (_Row(one.digits, one.cost - least + dear) for one in run.readings if one.digits)


def _side_by_side(runs: list[Run], heard: Heard) -> list[_Row]:
    """The digits of all runs together, which words stand between."""
    found = [_Row("", 0.0)]
    place = runs[0].span[0]
    for run in runs:
        between = len(match_key(heard.text[place : run.span[0]], heard.language).split())
        place = run.span[1]
        longer = [_Row(a.digits + b.digits, a.cost + b.cost + APART * between) for a in found for b in _of_run(run)]
        found = sorted(longer, key=lambda row: row.cost)[:KEPT]
    return found


def _corrected(kind: Kind, heard: Heard) -> Iterator[_Row]:
    """«یک دو سه چهار شش، نه، آخرش پنج بود»."""
    rule = Rule(kind.name, tuple(range(kind.least, kind.most + 1)))
    number = correction.corrected(heard.text, rule, heard.language)
    if number is not None:
        yield _Row(number, CORRECTED)
    for start, end in markers(heard):
        head, tail = (replace(heard, text=text) for text in (heard.text[:start], heard.text[end:]))
        for row in [row for row in _rows(head) if kind.least // 2 < len(row.digits) <= kind.most][:1]:
            yield from (_Row(one, CORRECTED) for one in put_right(row.digits, tail, kind.most))


def _judged(kind: Kind, rows: list[_Row], text: str) -> Iterator[Reading]:
    for row in rows:
        if value := _value(kind, row.digits, text):
            good = _checked(kind, value)
            yield Reading(value, round(row.cost + (0.0 if good else UNCHECKED), 2), "" if good else "checksum")
        elif _begins(kind, row.digits):
            yield Reading(row.digits, round(row.cost + PART, 2), part=True)


def _begins(kind: Kind, digits: str) -> bool:
    """Whether more digits may make a value of it."""
    return 0 < len(digits) < max(kind.least, kind.most if kind.name in ("mobile", "iban") else 0)


def _value(kind: Kind, digits: str, text: str) -> str | None:
    """The value of a complete row, None where it is none."""
    if kind.name == "mobile":
        return mobile(digits)
    if kind.name == "iban":
        return _iban(digits, text)
    return digits if kind.least <= len(digits) <= kind.most else None


def mobile(digits: str) -> str | None:
    """A mobile as it is kept: 09… of Iran, +966… with a country code, else as dialled at home; None: no mobile."""
    for pattern, kept in _MOBILES:
        if match := pattern.fullmatch(digits):
            return kept.format(next(group for group in match.groups() if group))
    return None


def _iban(digits: str, text: str) -> str | None:
    """The account with the country whose length and checksum fit (ISO 13616); letters that were said go before."""
    named = [match.upper() for match in _LETTERS.findall(text)]
    lands = [*named, *_IBAN_LANDS]
    fitting = [land for land in lands if identifiers.iban_length(land) == len(digits) + len(land)]
    return next((land + digits for land in fitting if identifiers.iban(land + digits)), None) or next(
        (land + digits for land in fitting), None
    )


def _checked(kind: Kind, value: str) -> bool:
    checks = {
        "national_id": identifiers.iran_national_id,
        "iqama": identifiers.saudi_id,
        "emirates_id": identifiers.emirates_id,
        "card": identifiers.bank_card,
        "iban": identifiers.iban,
    }
    check = checks.get(kind.name)
    return check is None or check(value)
