"""A day in a caller's words: Jalali, Hijri or Gregorian, or told from today; in both languages.

Rules match the row of symbols (`nlu/values/symbols.py`) and give days; the first one that matches is taken.

OM  «پنجم آذر», «خمسة ديسمبر»     R   «پس‌فردا», «بعد بكرة»        NDn  «دو روز دیگه»      nND  «بعد ثلاثة أيام»
OBn «پنجم ماه بعد»                 SB  «اول برج»                    WKn  «شنبهٔ هفتهٔ بعد»    Wn   «الخميس الجاي»
OB  «بیست و پنجم همین ماه»         O   «بیست و پنجم»                W    «شنبه»               NzNzN «۵/۹/۱۴۰۵»
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from nlu.text.languages import language as facts
from nlu.values import asked_days, numeric_dates
from nlu.values.asked_days import LAST, MIDDLE, OTHER, WEEK, Asked, Days
from nlu.values.calendars import Calendar
from nlu.values.kinds import Kind
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.symbols import Symbol, letters, symbols
from nlu.values.words import day_words
from nlu.values.years import years

BARE = 3.0
"""For a day of the month by a bare number: it may be any number."""
NEAR_MOST = 400
"""Days, weeks or months: a greater count is heard wrong."""
_EDGES = {"S": 1, "C": MIDDLE, "E": LAST}

Rule = Callable[[tuple[Symbol, ...], Asked], Days]


def read(kind: Kind, heard: Heard) -> tuple[Reading, ...]:
    """Every day that the answer may mean."""
    row = symbols(heard.text, day_words(heard.language), heard.language)
    return _readings(_days(_of_days(row), asked_of(kind, heard)))


def keyed(kind: Kind, keys: str, heard: Heard) -> tuple[Reading, ...]:
    """Day and month, or with the year before or behind them: 0509, 05091405, 14050905."""
    return _readings(numeric_dates.keyed(keys, asked_of(kind, heard)))


def asked_of(kind: Kind, heard: Heard) -> Asked:
    """What is known beside the words."""
    calendar: Calendar = "jalali" if facts(heard.language).calendar == "solar" else "gregorian"
    return Asked(
        heard.now.date(),
        calendar,
        kind.tense == "past",
        kind.tense == "future",
        day_words(heard.language).first_weekday,
    )


def _readings(days: Days) -> tuple[Reading, ...]:
    return cheapest(Reading(day.isoformat(), round(cost, 2), lacks) for day, cost, lacks in days)


def _of_days(row: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    """Without parts of the day, «ساعت» and the number behind it, and «يوم» before the name of a day."""
    row = tuple(symbol for symbol in row if symbol.letter != "x")
    named = {place for place in range(len(row) - 1) if letters(row[place : place + 2]) == "DW"}
    row = tuple(symbol for place, symbol in enumerate(row) if place not in named)
    return tuple(
        symbol
        for place, symbol in enumerate(row)
        if symbol.letter != "T" and not (place and row[place - 1].letter == "T" and symbol.letter in "NO")
    )


def _days(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """What the first rule that matches gives."""
    said = letters(row)
    for pattern, rule in _RULES:
        for match in pattern.finditer(said):
            if found := list(rule(row[match.start() : match.end()], asked)):
                return found
    return ()


def _numbers(row: tuple[Symbol, ...]) -> list[Symbol]:
    return [symbol for symbol in row if symbol.letter in "NO"]


def _one(row: tuple[Symbol, ...], letter: str) -> Symbol:
    return next(symbol for symbol in row if symbol.letter in letter)


def _count(row: tuple[Symbol, ...], unit: Symbol) -> tuple[int, float]:
    """How many of a unit: what is said, or what its dual says, or one."""
    for number in _numbers(row):
        for value, cost in number.within(1, NEAR_MOST):
            return value, cost
    return unit.value or 1, 0.0


def _named_month(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«پنجم آذر», «پنجم آذر هزار و چهارصد و پنج», «آخر آذر», «الأول من رمضان»."""
    month, numbers = _one(row, "M"), _numbers(row)
    edge = next((symbol for symbol in row if symbol.letter in _EDGES), None)
    days = [(_EDGES[edge.letter], 0.0)] if edge else list(numbers.pop(0).within(1, 31))
    for day, cost in days:
        said = [*years(numbers[0], month.calendar, asked.today)] if numbers else []
        for year, more in said:
            if found := asked_days.certain(year, month.value, day, month.calendar):
                yield found, cost + more, ""
        if not said:
            near = asked_days.yearless(asked, month.value, day, month.calendar)
            yield from ((found, cost + more, lacks) for found, more, lacks in near)


def _month_first(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«ديسمبر خمسة»: the month before its day."""
    return _named_month((*row[1:2], row[0], *row[2:]), asked)


def _numbered_month(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«خمسة شهر اتناشر», «پنجم برج نه»; with a year behind."""
    day, month, *rest = _numbers(row)
    for at, cost in day.within(1, 31):
        for place, more in month.within(1, 12):
            named = Symbol("M", place, asked.calendar)
            fixed = Symbol("O", numbers=tuple(one for one in day.numbers if one.value == at))
            found = _named_month((fixed, named, *rest), asked)
            yield from ((when, more + extra, lacks) for when, extra, lacks in found if cost < BARE)


def _numbered_month_first(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«شهر واحد يوم خمسة»."""
    return _numbered_month((row[3], row[0], row[1]), asked)


def _edge_of_week(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«اول هفتهٔ بعد», «آخر هفته»: its first day; its last one, or the one before."""
    first = asked.this_week + timedelta(days=WEEK * (_step(row) or 0))
    if row[0].letter == "E":
        yield first + timedelta(days=WEEK - 1), 0.0, ""
        yield first + timedelta(days=WEEK - 2), OTHER, ""
    else:
        yield first if first >= asked.today else first + timedelta(days=WEEK), 0.0, ""


def _edge_of_month(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«اول برج», «آخر ماه», «پنجم ماه بعد», «بیست و پنجم همین ماه»."""
    edge = next((symbol for symbol in row if symbol.letter in _EDGES), None)
    days = [(_EDGES[edge.letter], 0.0)] if edge else list(_numbers(row)[0].within(1, 31))
    step = _step(row)
    for day, cost in days:
        if step is None:
            yield from ((when, cost + more, lacks) for when, more, lacks in asked_days.monthless(asked, day))
        elif found := asked_days.in_month(asked, step, day):
            yield found, cost, ""


def _step(row: tuple[Symbol, ...]) -> int | None:
    """1 for the next, -1 for the last, 0 for this one; None where nothing is said."""
    steps = {"n": 1, "p": -1, "t": 0}
    return next((steps[symbol.letter] for symbol in row if symbol.letter in steps), None)


def _relative(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«فردا», «بعد بكرة»."""
    yield asked.today + timedelta(days=row[0].value), 0.0, ""


def _counted(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«دو روز دیگه», «سه هفتهٔ پیش», «بعد أسبوعين», «ماه بعد»."""
    unit = _one(row, "DKBY")
    count, cost = _count(row, unit)
    count *= _step(row) or 1
    yield _moved(asked, unit.letter, count), cost, ""


def _moved(asked: Asked, unit: str, count: int) -> date:
    if unit in "BY":
        return asked_days.months_on(asked, count * (12 if unit == "Y" else 1))
    return asked.today + timedelta(days=count * (WEEK if unit == "K" else 1))


def _coming(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«هفتهٔ بعد», «الشهر الجاي»: a span, and no day of it yet."""
    for day, cost, _ in _counted(row, asked):
        yield day, cost, "day"


def _weekday_of_week(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«شنبهٔ هفتهٔ بعد», «دو هفته دیگه شنبه»; on its first days the week after may be meant."""
    weekday, unit = _one(row, "W").value, _one(row, "K")
    count, cost = _count(row, unit)
    step = _step(row)
    weeks = count * (1 if step is None else step)
    found = asked_days.weekday_of_week(asked, weekday, weeks)
    yield found, cost, ""
    if weeks > 0 and (found - asked.today).days < WEEK:
        yield found + timedelta(days=WEEK), cost + OTHER, ""


def _weekday(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«شنبه», «الخميس الجاي», «جمعهٔ گذشته»; «next» may be the one of the week after."""
    weekday, step = row[0] if row[0].letter == "W" else _one(row, "W"), _step(row)
    past = replace(asked, past=asked.past or step == -1)
    for day, cost, lacks in asked_days.weekdays(past, weekday.value):
        yield day, cost, lacks
        if step == 1 and not cost:
            yield day + timedelta(days=WEEK), OTHER, ""


def _weekday_and_day(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«شنبه بیست و پنجم»: the day of the month; its weekday settles which."""
    weekday = _one(row, "W").value
    days = list(_bare(tuple(_numbers(row)), asked))
    yield from ((day, cost, lacks) for day, cost, lacks in days if day.weekday() == weekday)


def _bare(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«بیست و پنجم»; without the mark of an ordinal it is less certain."""
    dear = 0.0 if row[0].letter == "O" else BARE
    for day, cost in row[0].within(1, 31):
        found = asked_days.monthless(asked, day)
        yield from ((when, cost + more + dear, lacks) for when, more, lacks in found)


def _rules() -> Iterator[tuple[re.Pattern[str], Rule]]:
    rows: list[tuple[str, Rule]] = [
        (r"NzNzN|NzN", numeric_dates.strokes),
        (r"[NOSCE]B?MY?[NO]?", _named_month),
        (r"M[NO][NO]?", _month_first),
        (r"[NO]D?B[NO](?:Y?[NO])?", _numbered_month),
        (r"B[NO]D[NO]", _numbered_month_first),
        (r"R", _relative),
        (r"W[tp]?N?K[np]|WtK|n?N?KnW|n?N?K[np]W|tKW|WnN?K|nN?KW", _weekday_of_week),
        (r"ND[np]|n+N?D|pN?D", _counted),
        (r"NK[np]|NB[np]|NY[np]|nN[KBY]|pN[KBY]", _counted),
        (r"[SCE]t?B[np]?|[NO]D?t?B[np]?|[NO]DB", _edge_of_month),
        (r"[SE]t?K[np]?", _edge_of_week),
        (r"n[KBY]", _counted),
        (r"[KBY][np]", _coming),
        (r"W[NO]|[NO]W", _weekday_and_day),
        (r"W[np]?|tW", _weekday),
        (r"O", _bare),
        (r"(?<!z)N(?!z)", numeric_dates.dictated),
        (r"(?<!z)N(?!z)", numeric_dates.thousand_apart),
        (r"(?<!z)N(?!z)", _bare),
    ]
    return ((re.compile(pattern), rule) for pattern, rule in rows)


_RULES = tuple(_rules())
