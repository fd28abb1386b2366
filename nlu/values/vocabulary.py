"""What a language says of days and times: the shape of `day_words_fa.py`, `time_words_ar.py` and the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """By symbol (`nlu/values/symbols.py`), between commas; a space in a phrase may be missing in what is heard."""

    phrases: Mapping[str, str]
    beginnings: str
    """A pattern of what is written before a word: «بالخميس», «للأحد»."""
    endings: str
    """A pattern of what is written onto a word: «شنبه‌ای», «فرداست»."""
    ordinals: Callable[[str, str], str]
    """Folded text with ordinals as cardinals and a mark behind each: «بیست و پنجم» -> «بیست و پنج <th>»."""
    first_weekday: int = 5
    """Of a week, as `date.weekday()` counts: Saturday."""
    units_first: bool = False
    """Whether a unit stands before its ten, so that «خمسة وعشرين» is 25, and as a time twenty past five."""
