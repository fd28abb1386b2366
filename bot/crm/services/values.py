"""Values on their way: from a slot into a question, from a source's answer into a slot."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import jdatetime

from bot.crm.model import RIALS_A_TOMAN
from bot.crm.numbers import normalise
from bot.crm.reading import date_of, numbers_of, rial_of, text_of, ways_to_write
from bot.crm.services.model import Input, Kind, Output, Unit
from nlu.text.languages import LANGUAGES, PERSIAN, ascii_digits, scripts

WAYS = "_ways"
"""`number IN :number_ways`: every way in which a number, a text or digits may be stored."""
LIKE = "_like"
"""`name LIKE :name_like`: with anything around it, in whatever letters and with whatever gaps it is stored."""
TIME = re.compile(r"(\d{1,2})[:.٫](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?")
COMPACT_TIME = re.compile(r"(\d{1,2})(\d{2})")
YES = frozenset({"1", "true", "t", "yes", "y"}).union(*(one.yes for one in LANGUAGES.values()))
NO = frozenset({"0", "false", "f", "no", "n"}).union(*(one.no for one in LANGUAGES.values()))
ARABIC_LETTERS = {own: other for other, own in reversed(list(PERSIAN.fold.items())) if chr(own) in PERSIAN.own_letters}
"""Persian letters as Arabic keyboards write them."""
ZWNJ = "\u200c"


def read_output(value: Any, output: Output) -> Any:
    """A source's value as the conversation gets it (`Kind` says how); None for nothing. Raises ValueError."""
    if value is None:
        return None
    return _READERS[output.kind](value, output.unit)


def read_input(value: Any, wanted: Input) -> Any:
    """A slot's value as the source gets it: text, digits, a number, whole rial or toman, a date, E.164.

    Raises:
        ValueError: it is nothing of that kind.
    """
    if value is None or value == "":
        return None
    if wanted.kind is Kind.MONEY:
        return _amount(value, wanted.unit)
    read = _READERS[wanted.kind](value, "rial")
    if wanted.kind is Kind.DATE and read is not None:
        day = date.fromisoformat(read)
        return jdatetime.date.fromgregorian(date=day).strftime("%Y/%m/%d") if wanted.jalali else day
    return read


def ways(value: Any, kind: Kind) -> tuple[str, ...]:
    """How a source may have stored what `read_input` gave; never empty, or `IN ()` would break."""
    text = "" if value is None else str(value)
    if kind is Kind.PHONE:
        return ways_to_write(text) or (text,)
    persian = text.translate(PERSIAN.fold)
    spelled = (text, persian, persian.translate(ARABIC_LETTERS))
    spaced = [one.replace(ZWNJ, gap) for one in spelled for gap in (ZWNJ, " ", "")]
    return scripts(dict.fromkeys(spaced))


def like(value: Any) -> str:
    """A pattern for LIKE. Letters that two keyboards write differently fit any letter, gaps fit anything; the signs of
    patterns themselves are left out of what was said."""
    text = re.sub(r"[%_\\\[\]^]", "", "" if value is None else str(value))
    either = "".join(map(chr, {*PERSIAN.fold, *ARABIC_LETTERS}))
    open_letters = re.sub(f"[{either}]", "_", text.strip())
    return f"%{re.sub(rf'[\s{ZWNJ}]+', '%', open_letters)}%"


def _amount(value: Any, unit: Unit) -> int:
    """A slot's {"value", "currency"}, or bare rial, in the source's unit."""
    rial = rial_of(value["value"] if isinstance(value, Mapping) else value)
    if rial is None or isinstance(value, Mapping) and value.get("currency", "IRR") not in ("IRR", "IRT"):
        raise ValueError("no amount in rial")
    if isinstance(value, Mapping) and value.get("currency") == "IRT":
        rial *= RIALS_A_TOMAN
    if unit == "rial":
        return rial
    toman, rest = divmod(rial, RIALS_A_TOMAN)
    if rest:
        raise ValueError("no whole toman")
    return toman


def _text(value: Any, _unit: Unit) -> str | None:
    if isinstance(value, Mapping | list | tuple):
        raise ValueError("no text")
    return " ".join(text_of(value).split()) or None


def _digits(value: Any, _unit: Unit) -> str | None:
    text = re.sub(r"[\s\-_\u200c]", "", ascii_digits(text_of(value))).removesuffix(".0")
    if text and not text.isdecimal():
        raise ValueError("no digits")
    return text or None


def _number(value: Any, _unit: Unit) -> int | float | None:
    text = ascii_digits(text_of(value)).replace("٫", ".").replace("٬", "").replace(",", "")
    if not text or isinstance(value, bool):
        return None if not text else int(value)
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("no number") from error
    if not number.is_finite():
        raise ValueError("no number")
    return int(number) if number == number.to_integral_value() else float(number)


def _money(value: Any, unit: Unit) -> dict[str, Any] | None:
    amount = rial_of(int(value) if isinstance(value, float) and value.is_integer() else value)
    if amount is None:
        return None
    return {"value": amount * (RIALS_A_TOMAN if unit == "toman" else 1), "currency": "IRR"}


def _date(value: Any, _unit: Unit) -> str | None:
    found = date_of(value)
    return found.isoformat() if found else None


def _time(value: Any, _unit: Unit) -> str | None:
    if isinstance(value, timedelta):  # so does PyMySQL
        value = (datetime.min + value).time()
    if isinstance(value, time | datetime):
        return value.strftime("%H:%M")
    text = ascii_digits(text_of(value)).rpartition("T")[2].rpartition(" ")[2]
    if not text:
        return None
    found = TIME.fullmatch(text) or COMPACT_TIME.fullmatch(text)
    if not found:
        raise ValueError("no time")
    return time(int(found[1]), int(found[2])).strftime("%H:%M")


def _phone(value: Any, _unit: Unit) -> str | None:
    text = text_of(value)
    if not text:
        return None
    first = normalise(text)
    found = numbers_of(text)
    if not found:
        raise ValueError("no telephone number")
    return first if first in found else min(found)


def _yesno(value: Any, _unit: Unit) -> bool | None:
    text = ascii_digits(text_of(value)).casefold()
    if not text:
        return None
    if text not in YES and text not in NO:
        raise ValueError("neither yes nor no")
    return text in YES


_READERS: Mapping[Kind, Callable[[Any, Unit], Any]] = {
    Kind.TEXT: _text,
    Kind.DIGITS: _digits,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.PHONE: _phone,
    Kind.YESNO: _yesno,
}
