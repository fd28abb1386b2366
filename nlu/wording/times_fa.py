"""Persian times of day: «ساعت 10:30 شب» -> «ساعتِ دهُ نیمِ شب», «ساعت 17» -> «ساعتِ پنجِ عصر»."""

from __future__ import annotations

import re

from nlu.wording.day_clock import DayWords, Part, Time, half_days, hours, worded
from nlu.wording.fa import clock, number

_SPACE = "[\\s\u200c]*"
_PARTS = {
    rf"بعد{_SPACE}از{_SPACE}ظهر": Part("بعدازظهر", hours(12, 19)),
    rf"(?:قبل|پیش){_SPACE}از{_SPACE}ظهر": Part("پیش از ظهر", hours(6, 12)),
    rf"(?:نیمهٔ?|نصفه?){_SPACE}شب": Part("نیمه‌شب", hours(22, 3)),
    "بامداد": Part("بامداد", hours(0, 6)),
    "سحر": Part("سحر", hours(2, 6)),
    "صبح": Part("صبح", hours(0, 11)),
    "ظهر": Part("ظهر", hours(11, 15)),
    "عصر": Part("عصر", hours(13, 20)),
    "غروب": Part("غروب", hours(16, 20)),
    "شب": Part("شب", hours(17, 5)),
    **half_days([r"ق\.?\s?ظ\.?"], [r"ب\.?\s?ظ\.?"]),
}
_COUNTED = "دقیقه|ثانیه|روز|هفته|ماه|سال|نفر|ساعت|درصد|تومان|ریال|هزار|میلیون"
_DURATION = re.compile(r"(?<![\w.,/:])(\d{1,3}):([0-5]\d)\s+(ساعت|دقیقه)(?!\w)")
_HALVES = {"نیم": "30", "ربع": "15"}


def _say(time: Time, named: bool) -> str:
    if time.part == "شب" and not named:
        return f"{number((time.hour - 1) % 12 + 1)} شب"  # three nights, or three at night
    return clock(time.hour, time.minute, second=time.second, part=time.part, named=named)


WORDS = DayWords(
    at=r"ساعت(?:\u200c?های|ات)?ِ?:?",
    name="ساعتِ",
    to="(?:تا|الی)",
    until="تا",
    parts=_PARTS,
    say=_say,
    counted=_COUNTED,
    bare=False,
    near={"(?:ام|دی|پری|فردا|هر)\u200c?شب": Part("", hours(17, 5))},
)


def _duration(match: re.Match[str]) -> str:
    """«1:30 ساعت» is an hour and thirty minutes."""
    whole, rest = int(match[1]), int(match[2])
    unit, part = ("ساعت", "دقیقه") if match[3] == "ساعت" else ("دقیقه", "ثانیه")
    return f"{number(whole)} {unit} و {number(rest)} {part}" if rest else f"{number(whole)} {unit}"


def in_words(text: str) -> str:
    """`text` (ASCII digits) with its times in words."""
    said = re.sub(r"(ساعتِ?:?\s+\d{1,2}:[0-5]\d)\s+دقیق(?:ه(?:\u0654|\u200cی)?|ۀ)(?!\w)", r"\1", text)
    said = _DURATION.sub(_duration, said)
    said = re.sub(r"(?<=\d)T(?=[0-2]\d:)", " ", said)
    said = re.sub(r"(ساعتِ?\s+\d{1,2})\.([0-5]\d)(?![\d.])", r"\1:\2", said)
    said = re.sub(r"(ساعتِ?\s+\d{1,2})\s+و\s+(نیم|ربع)(?!\w)", lambda m: f"{m[1]}:{_HALVES[m[2]]}", said)
    said = re.sub(
        r"(ساعتِ?\s+\d{1,2})\s+و\s+(\d{1,2})\s+دقیق(?:ه(?:\u0654|\u200cی)?|ۀ)", lambda m: f"{m[1]}:{m[2]:0>2}", said
    )
    return worded(said, WORDS)
