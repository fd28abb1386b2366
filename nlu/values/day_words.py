"""What a language says of days: the shape of `day_words_fa.py` and `day_words_ar.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DayWords:
    """Phrases by symbol, as people write them, between commas; a space in a phrase may be missing in what is heard."""

    phrases: Mapping[str, str]
    beginnings: str
    """A pattern of what is written before a word: «بالخميس», «للأحد»."""
    endings: str
    """A pattern of what is written onto a word: «شنبه‌ای», «فرداست»."""
    first_weekday: int
    """Of a week, as `date.weekday()` counts."""
    ordinals: Callable[[str, str], str]
    """Folded text with ordinals as cardinals and a mark behind each: «بیست و پنجم» -> «بیست و پنج <th>»."""
