"""What a value that was read back becomes by the caller's answer: a part put right, or another value."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nlu.values import digit_rows
from nlu.values.digit_places import put_right
from nlu.values.kinds import Kind
from nlu.values.readings import Heard, Reading, cheapest, dearer
from nlu.values.values import read

NEW = 1.0
"""For a value of its own, where a part may have been put right as well."""
FURTHER = 1.0
"""For each further place where a digit may be meant."""


def mend(kind: Kind, value: Any, text: str, language: str, now: datetime) -> tuple[Reading, ...]:
    """The value as the answer to its read-back puts it right; () where nothing is put right.

    «رقم سومش هفته», «آخرش پنج بود», «به جای پنج، شیش» mend digits by their place (`nlu/values/digit_places.py`);
    otherwise what `read` takes for a whole value replaces it.
    """
    whole = tuple(one for one in read(kind, text, language, now) if not one.part and one.lacks != "checksum")
    if not kind.least:
        return whole
    digits = str(value).lstrip("+ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = [row for row in put_right(digits, Heard(text, language, now)) if row != digits]
    mended = [one for place, row in enumerate(rows) for one in digit_rows.judged(kind, row, FURTHER * place)]
    return cheapest([*mended, *dearer(whole, NEW if mended else 0.0)])
