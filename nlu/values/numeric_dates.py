"""Days as numbers: «۵/۹», «۱۴۰۵/۹/۵», «پنج نه چهارصد و پنج», and as keys."""

from __future__ import annotations

from nlu.values import asked_days
from nlu.values.asked_days import Asked, Days
from nlu.values.calendars import Calendar
from nlu.values.symbols import Symbol
from nlu.values.years import is_year, short_years

DAYS_MOST, MONTHS_MOST = 31, 12
KEY_COUNTS = (1, 2, 4, 8)


def keyed(keys: str, asked: Asked) -> Days:
    """A day, day and month, or with the year before or behind them: 5, 0509, 05091405, 14050905."""
    if not keys.isdecimal() or len(keys) not in KEY_COUNTS:
        return ()
    if len(keys) <= 2:
        return asked_days.monthless(asked, int(keys)) if 1 <= int(keys) <= DAYS_MOST else ()
    first, last = int(keys[:4]), int(keys[4:] or 0)
    if len(keys) == 4:
        return yearless(first // 100, first % 100, asked)
    if is_year(first):
        return in_full(first, last // 100, last % 100, asked)
    return in_full(last, first % 100, first // 100, asked)


def strokes(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«۵/۹», «۱۴۰۵/۹/۵», «5-9-2026»."""
    numbers = [int(symbol.numbers[0].digits or 0) for symbol in row if symbol.letter in "NO"]
    if len(numbers) == 2:
        return yearless(numbers[0], numbers[1], asked)
    first, month, last = numbers
    return in_full(first, month, last, asked) if first > 31 else in_full(last, month, first, asked)


def dictated(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«پنج نه چهارصد و پنج», «خمسطعش اثنعش»: day, month and perhaps a year, said as one row of numbers."""
    for number in row[0].numbers:
        groups = [int(group) for group in number.groups]
        if len(groups) == 3:
            day, month, year = groups
            found = in_full(year, month, day, asked) if _is_day(day, month) and year > 31 else ()
        else:
            found = yearless(groups[0], groups[1], asked) if len(groups) == 2 and number is row[0].numbers[0] else ()
        yield from ((when, number.cost + cost, lacks) for when, cost, lacks in found)


def thousand_apart(row: tuple[Symbol, ...], asked: Asked) -> Days:
    """«پنج نه هزار و سیصد و پنجاه و هفت»: the thousand, which «nine» seems to count, belongs to the year."""
    for number in row[0].numbers:
        *before, last = (int(group) for group in number.groups) if number.groups else (0,)
        counted, rest = divmod(last, 1000)
        for day, month in [(before[0], counted)] if len(before) == 1 else []:
            if _is_day(day, month) and rest:
                yield from in_full(1000 + rest, month, day, asked)


def yearless(day: int, month: int, asked: Asked) -> Days:
    if not _is_day(day, month):
        return ()
    return asked_days.yearless(asked, month, day, asked.calendar)


def in_full(year: int, month: int, day: int, asked: Asked) -> Days:
    """A day by three numbers; the year tells its calendar."""
    if year < 1000:
        of: Calendar = asked.calendar
        said = list(short_years(year, of, asked.today))
    else:
        of = "gregorian" if year > 1700 else "jalali" if asked.calendar == "jalali" else "hijri"
        said = [(year, 0.0)]
    for one, cost in said:
        if found := asked_days.certain(one, month, day or 32, of):
            yield found, cost, ""


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= DAYS_MOST and 1 <= month <= MONTHS_MOST
