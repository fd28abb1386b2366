"""What CRMs really hold where Hatef expects a date, an amount, a state, a name or a number: read, or refused."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import hijridate
import jdatetime

from bot.crm.model import OrderState
from bot.crm.numbers import normalise
from nlu.text.languages import PERSIAN, ascii_digits, code_of, scripts

NO_VALUE = frozenset({"", "null", "none", "nan", "nat", "n/a", "-", "0000-00-00", "0000/00/00"})
"""What exports and spreadsheets write where there is nothing."""
SOLAR_YEARS = range(1300, 1431)
LUNAR_YEARS = range(1431, 1501)
"""Both calendars count 14xx now: a delivery is years away in one of them and decades in the other."""
CHRISTIAN_YEARS = range(1900, 2201)
DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T ,].*)?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\.0)?")
GROUPED = re.compile(
    r"[+-]?\d{1,3}(?:(?P<sign>[\s,٬،_])\d{3}(?:(?P=sign)\d{3})*|(?P<other>[./'])\d{3}(?:(?P=other)\d{3})+)"
)
"""Thousands; a single point or slash may be a decimal one, and «25,00» is no 2500."""
RIAL = re.compile(r"\s*(?:ریال|ريال|﷼|IRR|rials?)$", re.IGNORECASE)
OWED = re.compile(r"\(([^()-]+)\)|([^()-]+)-")
"""How bookkeepers write what is owed: (5,000) and 5,000-."""
EXTENSION = re.compile(r"(?<=\d)\s*(?:داخلی|تحويلة|ext\.?|x)\s*\d{1,6}$", re.IGNORECASE)
BRACKETED = re.compile(r"\([^()\d]*\)")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
TELEPHONE_DIGITS = 7
NAMED = re.compile(r"(?:\D*\s)?(\d{1,2})\s+(\w+)(?:\s+ماه)?\s+(\d{4})")


def text_of(value: Any) -> str:
    """A text without blanks around it; "" for what stands for nothing (NULL, «NULL», «-»)."""
    text = "" if value is None else str(value).strip()
    return "" if text.casefold() in NO_VALUE else text


def language_of(value: Any) -> str:
    """`fa` or `ar`, "" where the record does not say, or says another."""
    return code_of(text_of(value)) or ""


def state_of(value: Any) -> OrderState:
    """An order's state whatever its capitals. Raises ValueError."""
    return OrderState(text_of(value).casefold())


def rial_of(value: Any) -> int | None:
    """A whole amount: an integer, a decimal or a text with separators; None for nothing. Raises ValueError."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = ascii_digits(text_of(value)).replace("٫", ".").replace("−", "-")
    if not text:
        return None
    text = RIAL.sub("", text)
    if owed := OWED.fullmatch(text):
        text = f"-{owed[1] or owed[2]}"
    try:
        amount = Decimal(re.sub(r"[\s,٬،_./']", "", text) if GROUPED.fullmatch(text) else text)
    except InvalidOperation as error:
        raise ValueError("no amount") from error
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError("no whole amount")
    return int(amount)


def date_of(value: Any) -> date | None:
    """A Gregorian date from a date, an ISO text or a Jalali or Hijri one; None for nothing. Raises ValueError."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _in_calendar(value.year, value.month, value.day)
    text = ascii_digits(text_of(value))
    if not text:
        return None
    if found := COMPACT.fullmatch(text):
        return _in_calendar(*map(int, found.groups()))
    if found := DATE.fullmatch(text):
        return _ordered(*map(int, found.groups()))
    if (found := NAMED.fullmatch(text.translate(PERSIAN.fold))) and found[2] in PERSIAN.months:
        return _in_calendar(int(found[3]), PERSIAN.months.index(found[2]) + 1, int(found[1]))
    raise ValueError("no date")


def numbers_of(value: Any) -> frozenset[str]:
    """The telephone numbers in one field, as `normalise` writes them: «0912 123 4567 / 021-88001001» holds two."""
    text = BRACKETED.sub("", text_of(value).removesuffix(".0"))
    if SCIENTIFIC.fullmatch(text):  # what a spreadsheet makes of a long number
        text = str(int(Decimal(text)))
    parts = [EXTENSION.sub("", ascii_digits(part.strip())) for part in re.split(r"[,،;؛/|\n]", text)]
    return frozenset(found for part in parts for one in _apart(part) if (found := normalise(one)))


def _apart(part: str) -> list[str]:
    """Two numbers with a dash between blanks; the groups of one number stay together."""
    both = re.split(r"\s+[-–—]\s+", part)
    return both if all(sum(map(str.isdecimal, one)) >= TELEPHONE_DIGITS for one in both) else [part]


def ways_to_write(wanted: str) -> tuple[str, ...]:
    """How a normalised number is stored as a rule: with and without +, 00, the trunk 0, in digits of three scripts."""
    digits = wanted.removeprefix("+")
    local = digits.removeprefix("98")
    usual = (wanted, digits, f"00{digits}", f"+{digits}", f"0{local}", local)
    return scripts(written for written in usual if normalise(written) == wanted)


def patterns(wanted: str) -> tuple[str, ...]:
    """SQL patterns that find the number's digits with anything between them."""
    digits = wanted.removeprefix("+98") if wanted.startswith("+98") else wanted.removeprefix("+")
    return tuple(f"%{'%'.join(written)}%" for written in scripts([digits]))


def _ordered(first: int, month: int, last: int) -> date:
    """Year first, or last: then the day is first, unless only the month can be."""
    if first > 31:
        return _in_calendar(first, month, last)
    if last in CHRISTIAN_YEARS and month <= 12 and first <= 12 and month != first:
        raise ValueError("day and month cannot be told apart")
    return _in_calendar(last, month, first) if month <= 12 else _in_calendar(last, first, month)


def _in_calendar(year: int, month: int, day: int) -> date:
    if year in CHRISTIAN_YEARS:
        return date(year, month, day)
    if year in SOLAR_YEARS:
        solar: date = jdatetime.date(year, month, day).togregorian()
        return solar
    if year in LUNAR_YEARS:
        lunar = hijridate.Hijri(year, month, day).to_gregorian()
        return date(lunar.year, lunar.month, lunar.day)
    raise ValueError("a year of no calendar")
