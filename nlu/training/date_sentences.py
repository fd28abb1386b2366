"""How callers say days and times: text for the recogniser's graph where one is awaited.

Templates are filled with the words of `nlu.values` and numbers as words, by a seeded generator: the same sentences
every time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from nlu.numbers.dictation import spoken
from nlu.text.languages import ARABIC, PERSIAN, language
from nlu.values.words import day_words, time_words

SENTENCES = 1_500
_FA = (
    "{day}م {month}", "{day}م {month}", "{day} {month}", "{day}م {month} {year}", "{day}م", "{day}م ماه",
    "{day}م این ماه", "{day}م ماه بعد", "{weekday}", "{weekday} {day}م", "{weekday} هفته بعد",
    "هفته بعد {weekday}", "همین {weekday}", "{weekday} بعدی", "{relative}", "{relative}", "{relative} {part}",
    "{few} روز دیگه", "{few} هفته دیگه", "یه هفته دیگه", "اول ماه", "آخر ماه", "اول برج", "آخر برج",
    "اول {month}", "آخر {month}", "هفته بعد", "ماه بعد", "{few} روز پیش", "ساعت {hour}", "ساعت {hour} {part}",
    "{hour} {part}", "{hour} و نیم", "{hour} و نیم {part}", "{hour} و ربع", "یه ربع به {hour}",
    "یه ربع به {hour} {part}", "{minute} دقیقه به {hour}", "{hour} و {minute} دقیقه {part}", "{part}",
    "{relative} ساعت {hour} {part}", "{weekday} ساعت {hour}", "{weekday} {part}", "{few} ساعت دیگه",
    "نیم ساعت دیگه", "برای {relative}", "برای {weekday}", "واسه {weekday} {part}", "{relative} نه {relative}",
    "نه {weekday}",
)  # fmt: skip
_AR = (
    "{day} {month}", "{day} {month}", "{day} {month} {year}", "يوم {day}", "{day} الشهر", "{day} الشهر الجاي",
    "{weekday}", "يوم {weekday}", "{weekday} الجاي", "{weekday} القادم", "{weekday} الأسبوع الجاي",
    "{relative}", "{relative}", "{relative} {part}", "بعد {few} أيام", "بعد يومين", "بعد أسبوع",
    "بعد أسبوعين", "أول الشهر", "آخر الشهر", "الأسبوع الجاي", "الشهر الجاي", "قبل {few} أيام",
    "الساعة {hour}", "الساعة {hour} {part}", "{hour} {part}", "{hour} ونص", "{hour} ونص {part}",
    "{hour} وربع", "{hour} إلا ربع", "{hour} إلا ربع {part}", "{hour} و{minute} دقايق", "{part}",
    "{relative} الساعة {hour}", "{weekday} الساعة {hour} {part}", "{weekday} {part}", "بعد ساعتين",
    "بعد ساعة", "بعد نص ساعة", "خليها {weekday}", "خليها {relative}", "لا {weekday}",
)  # fmt: skip
_TEMPLATES: Mapping[str, tuple[str, ...]] = {PERSIAN.code: _FA, ARABIC.code: _AR}
_SLOT = re.compile(r"\{(\w+)\}")
_THIRD, _THIRTIETH = re.compile(r"\bسهم\b"), re.compile(r"\bسیم\b")


def date_sentences(code: str, weight: float) -> list[tuple[str, float]]:
    """So many sentences with dates and times, which weigh `weight` together."""
    draw = random.Random(f"dates:{code}")
    slots = {name: list(some) for name, some in _slots(code).items()}
    return [(_filled(draw.choice(_TEMPLATES[code]), slots, draw), weight / SENTENCES) for _ in range(SENTENCES)]


def _filled(template: str, slots: Mapping[str, Sequence[str]], draw: random.Random) -> str:
    said = _SLOT.sub(lambda match: draw.choice(slots[match[1]]), template)
    return _THIRTIETH.sub("سی ام", _THIRD.sub("سوم", said))


def _slots(code: str) -> Mapping[str, Sequence[str]]:
    known = language(code)
    return {
        "day": _numbers(range(1, 32), code),
        "month": known.months,
        "year": _numbers(range(1400, 1410) if known.calendar == "solar" else range(2024, 2030), code),
        "weekday": [weekday.replace("\u200c", " ") for weekday in known.weekdays],
        "relative": _phrases(day_words(code).phrases, ("R0", "R1", "R2"), 3),
        "few": _numbers(range(2, 11), code),
        "hour": _numbers(range(1, 13), code),
        "minute": _numbers((5, 10, 20, 25), code),
        "part": _phrases(time_words(code).phrases, ("P2", "P4", "P5", "P6", "P7"), 1),
    }


def _numbers(values: Sequence[int], code: str) -> list[str]:
    return [words for value in values for words in spoken(value, code)]


def _phrases(rows: Mapping[str, str], symbols: Sequence[str], most: int) -> list[str]:
    """The usual words for each of the symbols: those that stand first."""
    return [phrase.strip() for symbol in symbols for phrase in rows[symbol].split(",")[:most]]
