"""A packet as people read it: every part of it that holds anything, walked off its dataclass, so that a field that is
added is shown without a word here.

ContextPacket ─┬─ tuple of dataclasses ─▶ a part with a row each
               ├─ a dataclass          ─▶ a part with one row
               └─ anything else        ─▶ a row of the last part, «more»
"""

import dataclasses
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.console.words import Words
from bot.crm.model import Money
from bot.skills.runtime.display import day, money
from handoff.packet import ContextPacket

FIRST = ("suggested_answer", "mood", "intents", "facts", "told", "slots", "crm_links")
"""The parts that help most come first; then the others as the packet has them."""
APART = frozenset({"last_turns"})
"""Shown in a way of its own."""
MORE = "more"
SURE = 0.6
"""What was learned with less confidence is marked."""
FACT_LIKE = ("facts", "slots")
"""Parts whose values are what records hold: states, amounts, days."""
IN_RIAL = re.compile(r"(\d+) IRR")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
KINDS = {"intents": ("intent",), "slots": ("slot",)}
"""Of the values of a part, beside the fields' own names."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is shown. `url` is one that a browser may open, else ""."""

    name: str
    text: str
    url: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A table with a title; columns in which nothing stands are left out."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def parts(packet: ContextPacket, words: Words) -> tuple[Part, ...]:
    """Every part that holds anything, in the order of use."""
    named = {one.name: getattr(packet, one.name) for one in dataclasses.fields(packet) if one.name not in APART}
    order = [name for name in FIRST if name in named] + [name for name in named if name not in FIRST]
    found, more = [], []
    for name in order:
        records = _records(named[name])
        if records is None:
            more.append((name, named[name]))
        elif part := _part(name, records, words):
            found.append(part)
    rows = tuple(
        (Cell("name", words.label(name)), cell) for name, value in more if (cell := cell_of(name, value, words)).text
    )
    return (*found, Part(MORE, words.page.get(MORE, MORE), (words.label("name"), words.label("value")), rows))


def _records(value: Any) -> tuple[Any, ...] | None:
    """The rows of a part; None of a value that is none."""
    if dataclasses.is_dataclass(value):
        return () if value == _empty(type(value)) else (value,)
    if isinstance(value, tuple) and all(dataclasses.is_dataclass(one) for one in value):
        return value
    return () if value is None else None


def _empty(kind: Any) -> Any:
    """One of the kind that holds nothing; None where it has to hold something."""
    needed = any(
        one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        for one in dataclasses.fields(kind)
    )
    return None if needed else kind()


def _part(name: str, records: tuple[Any, ...], words: Words) -> Part | None:
    rows = [
        [cell_of(one.name, getattr(record, one.name), words, name, record) for one in dataclasses.fields(record)]
        for record in records
    ]
    kept = [index for index in range(len(rows[0]) if rows else 0) if any(row[index].text for row in rows)]
    if not kept:
        return None
    columns = tuple(words.label(rows[0][index].name) for index in kept)
    return Part(name, words.label(name), columns, tuple(tuple(row[index] for index in kept) for row in rows))


def cell_of(name: str, value: Any, words: Words, part: str = "", record: Any = None) -> Cell:
    """One field as it is shown. `part` and `record` are those that it belongs to."""
    text = text_of(name, value, words, part)
    if name == "value" and part in FACT_LIKE:
        known = words.known(f"{record.name.removesuffix('_state')}_{value}", "fact")
        text = known or record_value(value, words) or text
    url = value if name == "url" and is_web_address(value) else ""
    return Cell(name, text, url, doubtful=name == "confidence" and value < SURE)


def record_value(value: str, words: Words) -> str:
    """An amount or a day as people say it; "" of other values, and without a language."""
    if not words.language:
        return ""
    if amount := IN_RIAL.fullmatch(value):
        return money(Money(int(amount[1])), words.language)
    try:
        return day(date.fromisoformat(value), date.today(), words.language) if ISO_DAY.fullmatch(value) else ""
    except ValueError:
        return ""


def text_of(name: str, value: Any, words: Words, part: str = "") -> str:
    """A value in words; "" of one that says nothing."""
    if value is None or value == () or value == "":
        return ""
    if isinstance(value, bool):
        return words.yes(value)
    if isinstance(value, datetime):
        return words.digits(f"{value.astimezone():%Y-%m-%d %H:%M:%S}")
    if isinstance(value, tuple):
        return "، ".join(map(str, value)) if words.language else ", ".join(map(str, value))
    if isinstance(value, int | float):
        return words.digits(_number(name, value))
    kinds = (f"{part}.{name}", *(KINDS.get(part, ()) if name == "name" else ()), name)
    return words.value(str(value), *kinds)


def _number(name: str, value: float) -> str:
    if name.endswith("_ms"):
        return offset(int(value))
    if name == "confidence":
        return f"{value:.0%}"
    if name.endswith("_db"):
        return f"{value:+.0f} dB" if value else ""
    return f"{value:g}"


def offset(at_ms: int) -> str:
    """A moment of the call: minutes and seconds since its start."""
    minutes, seconds = divmod(max(0, at_ms) // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def is_web_address(url: Any) -> bool:
    """Whether a browser may follow it: never javascript: and its like."""
    return isinstance(url, str) and url.lower().startswith(("https://", "http://")) and url.isprintable()
