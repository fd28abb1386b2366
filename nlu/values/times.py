"""A time of day in a caller's words: «یه ربع به پنج», «سه و نیم بعدازظهر», «خمسة إلا ربع», «بعد المغرب».

Rules match the row of symbols (`nlu/values/symbols.py`). An hour up to twelve without a part of the day may be of
either half: both are given, the one of usual hours first, and each lacks its "meridiem". A part of the day without an
hour is a span («18:00/20:00») that lacks its "hour".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction

from nlu.values.day_parts import OFFICE, PARTS
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.symbols import Symbol, letters, symbols
from nlu.values.vocabulary import Vocabulary
from nlu.values.words import time_words

HALF_DAY, DAY, HOUR = 12, 24, 60
UNUSUAL = 1.0
"""For the half of the day in which little is open."""
APART = 1.5
"""For an hour that is found in a number of two figures: «خمسة وعشرين» as twenty past five."""
NO_OCLOCK = 1.0
"""For a bare number without anything that makes a time of it."""

Clock = tuple[int, int, float]
"""Hour and minute as they were said, and what it costs to hear them so."""
Rule = Callable[[tuple[Symbol, ...], Vocabulary], Iterator[Clock]]


def read(heard: Heard) -> tuple[Reading, ...]:
    """Every time that the answer may mean."""
    words = time_words(heard.language)
    row = symbols(heard.text, words, heard.language)
    if from_now := _from_now(row):
        return (Reading(f"{heard.now + timedelta(minutes=from_now):%H:%M}"),)
    parts = [symbol.value for symbol in row if symbol.letter == "P"]
    clocks = _clocks(row, words)
    if not clocks:
        return _span(parts[-1]) if parts else ()
    return cheapest(one for clock in clocks for one in _on_the_day(clock, parts[-1] if parts else 0))


def keyed(keys: str) -> tuple[Reading, ...]:
    """Hours, or hours and minutes, of the 24-hour clock: 9, 17, 930, 1730."""
    if not keys.isdecimal() or not 1 <= len(keys) <= 4:
        return ()
    hour, minute = (int(keys), 0) if len(keys) <= 2 else divmod(int(keys), 100)
    if hour > DAY or minute >= HOUR:
        return ()
    return cheapest(_on_the_day((hour, minute, 0.0), 0) if hour else [Reading(f"00:{minute:02d}")])


def _span(part: int) -> tuple[Reading, ...]:
    span = PARTS[part].span
    return (Reading(span, lacks="hour" if "/" in span else ""),)


def _on_the_day(clock: Clock, part: int) -> Iterator[Reading]:
    """The time on the 24-hour clock: as the part of the day says, or in both halves."""
    hour, minute, cost = clock
    if part:
        fitting = [at for at in (hour, (hour + HALF_DAY) % DAY) if at < DAY and PARTS[part].holds(at)]
        hours = fitting or [hour % DAY]
        yield from (Reading(f"{at:02d}:{minute:02d}", cost + UNUSUAL * place) for place, at in enumerate(hours))
    elif 1 <= hour <= HALF_DAY:
        for at in (hour % DAY, (hour + HALF_DAY) % DAY):
            yield Reading(f"{at:02d}:{minute:02d}", cost + UNUSUAL * (at not in OFFICE), "meridiem")
    else:
        yield Reading(f"{hour % DAY:02d}:{minute:02d}", cost)


def _clocks(row: tuple[Symbol, ...], words: Vocabulary) -> list[Clock]:
    """What the first rule that matches gives."""
    bare = tuple(symbol for symbol in row if symbol.letter != "P")
    said = letters(bare)
    for pattern, rule in _RULES:
        for match in pattern.finditer(said):
            found = [clock for clock in rule(bare[match.start() : match.end()], words) if 0 <= clock[0] <= DAY]
            if found:
                return found
    return []


def _hours(symbol: Symbol) -> Iterator[tuple[int, float]]:
    return symbol.within(0, DAY)


def _minutes(row: tuple[Symbol, ...]) -> Iterator[tuple[int, float]]:
    """The minutes that a fraction or a number says."""
    for symbol in row:
        if symbol.letter == "F":
            yield symbol.value, 0.0
        elif symbol.letter in "NO":
            yield from symbol.within(1, HOUR - 1)


def _before(row: tuple[Symbol, ...], _: Vocabulary) -> Iterator[Clock]:
    """«یه ربع به پنج», «ده دقیقه به یازده»."""
    for hour, cost in _hours(row[-1]):
        for minutes, more in _minutes(row[:1]):
            yield _less(hour, minutes, cost + more)


def _less(hour: int, minutes: int, cost: float) -> Clock:
    """So many minutes before an hour; before one is past twelve."""
    return (hour - 1 or HALF_DAY) if hour else DAY - 1, HOUR - minutes, cost


def _except(row: tuple[Symbol, ...], _: Vocabulary) -> Iterator[Clock]:
    """«خمسة إلا ربع», «خمسة ونص إلا خمسة»."""
    half = sum(symbol.value for symbol in row[1:2] if symbol.letter == "F")
    for hour, cost in _hours(row[0]):
        for minutes, more in _minutes(row[2:]):
            if half:
                yield hour, half - minutes, cost + more
            else:
                yield _less(hour, minutes, cost + more)


def _past(row: tuple[Symbol, ...], _: Vocabulary) -> Iterator[Clock]:
    """«پنج و ربع», «خمسة ونص وخمسة»."""
    for hour, cost in _hours(row[0]):
        for more, extra in _minutes(row[2:]) if len(row) > 2 else [(0, 0.0)]:
            yield hour, row[1].value + more, cost + extra


def _stroke(row: tuple[Symbol, ...], _: Vocabulary) -> Iterator[Clock]:
    """«17:30», «ساعت ۵ ۳۰ دقیقه»."""
    numbers = [symbol for symbol in row if symbol.letter in "NO"]
    for hour, cost in _hours(numbers[0]):
        for minutes, more in numbers[1].within(0, HOUR - 1):
            yield hour, minutes, cost + more


def _together(row: tuple[Symbol, ...], words: Vocabulary) -> Iterator[Clock]:
    """«پنج و بیست دقیقه», «شونزده و چهل و پنج»: hour and minutes are one run of number words."""
    number = next(symbol for symbol in row if symbol.letter in "NO")
    for one in number.numbers:
        groups = [int(group) for group in one.groups]
        if len(groups) == 2 and groups[0] <= DAY and 0 < groups[1] < HOUR:
            yield groups[0], groups[1], one.cost
        elif len(groups) == 1:
            yield from _whole(one.value, one.cost, "m" in letters(row), words.units_first)


def _whole(value: Fraction, cost: float, minutes: bool, units_first: bool) -> Iterator[Clock]:
    """A single number: an hour, an hour with its half, or in Arabic an hour and tens of minutes («خمسة وعشرين»)."""
    if value.denominator > 1 and value < DAY:
        yield int(value), int(value % 1 * HOUR), cost
    elif value.denominator == 1:
        tens, unit = divmod(int(value), 10)
        if not minutes:
            yield int(value), 0, cost
        if units_first and unit and 2 <= tens <= 5:
            yield unit, tens * 10, cost + APART


def _bare(row: tuple[Symbol, ...], words: Vocabulary) -> Iterator[Clock]:
    return ((hour, minute, cost + NO_OCLOCK) for hour, minute, cost in _together(row, words))


def _from_now(row: tuple[Symbol, ...]) -> int:
    """Minutes from now: «دو ساعت دیگه», «نیم ساعت دیگه», «بعد ساعتين»; 0 where nothing of that is said."""
    said = letters(row)
    match = re.search(r"NF?[Tm]n|F[Tm]n|nN[Tm]F?|nF?T(?![NO])F?", said)
    if not match:
        return 0
    part = row[match.start() : match.end()]
    unit = HOUR if "T" in match[0] else 1
    dual = sum(symbol.value for symbol in part if symbol.letter == "T")
    halves = sum(symbol.value for symbol in part if symbol.letter == "F")
    count = next((value for symbol in part for value, _ in symbol.within(1, 600)), dual)
    if not count and not halves:
        count = 1 if match[0].startswith("n") and unit == HOUR else 0
    return int(count * unit + halves * unit / HOUR)


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"[NF]m?aT?[NO]", _before),
        (r"[NO]F?X[NF]", _except),
        (r"[NO]FN?", _past),
        (r"NzN|NNm", _stroke),
        (r"TN|Nm", _together),
        (r"TO", _together),
        (r"[NO]", _bare),
    )
)
