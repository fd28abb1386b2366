"""Arabic times of day: «الساعة 10:30 مساءً» -> «الساعة العاشرة والنصف مساءً», «8 ص» -> «الثامنة صباحًا»."""

from __future__ import annotations

import re

from nlu.wording.ar import HOUR, MINUTE, SECOND, clock, counted
from nlu.wording.day_clock import DayWords, Part, Time, half_days, hours, loosely, worded

_SPAN = {
    "صباح": hours(0, 11), "صبح": hours(0, 11), "ضحى": hours(7, 11), "فجر": hours(2, 6), "ظهر": hours(11, 15),
    "عصر": hours(13, 19), "مساء": hours(12, 0), "ليل": hours(17, 5),
}  # fmt: skip


def _parts() -> dict[str, Part]:
    found = {
        loosely("بعد منتصف الليل"): Part("بعد منتصف الليل", hours(0, 4)),
        loosely("منتصف الليل"): Part("منتصف الليل", hours(22, 2)),
        loosely("بعد الظهر"): Part("بعد الظهر", hours(12, 18)),
        loosely("قبل الظهر"): Part("قبل الظهر", hours(6, 12)),
    }
    for word, span in _SPAN.items():
        adverb = "مساءً" if word == "مساء" else f"{word}ًا"
        if word != "ضحى":
            found |= {loosely(word) + "ا?[\u064b-\u0652]*": Part(adverb, span)}
        found |= {f"(?:في\\s+|بـ?)?{loosely('ال' + word)}": Part("", span)}
    return found


def _halves() -> dict[str, Part]:
    """AM and PM are said as what «ص» and «م» stand for."""
    halves = half_days(["ص"], ["م"])
    said = {0: "صباحًا", 12: "مساءً"}
    found = {word: Part(said[part.half or 0], half=part.half, weak=word == "م") for word, part in halves.items()}
    return {**found, "ظ": Part("ظهرًا", hours(11, 15))}


_COUNTED = "|".join(map(loosely, ("دقيقة", "دقائق", "ثانية", "ثواني", "يوم", "أيام", "ساعة", "ساعات", "ريال", "ألف")))
_AT = loosely("الساعة")
_DURATION = re.compile(rf"(?<![\w.,/:])(\d{{1,3}}):([0-5]\d)\s+({loosely('ساعة')}|{loosely('دقيقة')})(?!\w)")
_FRACTION = re.compile(rf"({_AT}\s+)(\d{{1,2}})(?=\s+(?:و(?:ال)?(?:نصف|ربع|ثلث)|إلا)(?!\w))")


def _say(time: Time, named: bool) -> str:
    return clock(time.hour, time.minute, second=time.second, part=time.part, named=named)


WORDS = DayWords(
    at=f"{_AT}:?",
    name="الساعة",
    to=f"(?:{loosely('حتى')}|{loosely('إلى')}|{loosely('لـ')}|{loosely('الى')})",
    until="إلى",
    parts={**_parts(), **_halves()},
    say=_say,
    counted=_COUNTED,
    bare=True,
    near={loosely("الليلة"): Part("", hours(17, 5))},
)


def _duration(match: re.Match[str]) -> str:
    """«1:30 ساعة» is an hour and thirty minutes."""
    whole, rest = int(match[1]), int(match[2])
    hour = match[3].startswith("س")
    units = (HOUR, MINUTE) if hour else (MINUTE, SECOND)
    return counted(whole, units[0]) + (f" و{counted(rest, units[1])}" if rest else "")


def in_words(text: str) -> str:
    """`text` (ASCII digits) with its times in words."""
    said = re.sub(rf"({_AT}:?\s+\d{{1,2}}:[0-5]\d)\s+{loosely('دقيقة')}(?!\w)", r"\1", text)
    said = re.sub(
        rf"({_AT}:?\s+\d{{1,2}})\s+و\s?(\d{{1,2}})\s+{loosely('دقيقة')}(?!\w)",
        lambda match: f"{match[1]}:{match[2]:0>2}",
        said,
    )
    said = _DURATION.sub(_duration, said)
    said = re.sub(r"(?<=\d)T(?=[0-2]\d:)", " ", said)
    said = re.sub(rf"({_AT}\s+\d{{1,2}})\.([0-5]\d)(?![\d.])", r"\1:\2", said)
    said = _FRACTION.sub(lambda match: clock(int(match[2]) % 24, part=""), said)
    return worded(said, WORDS)
