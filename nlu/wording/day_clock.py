"""Times of day as they are written («10:30 شب», «10:31 PM», «12:15 صباحا», «ساعت 17»), for both languages.

The written part of the day wins and is said once. A time without one is of the 24-hour clock, unless another time of
the same text has a part: then the writer counts to twelve, and what he left out is left out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

HALF_DAY = 12
_MARKS = "[\u064b-\u0652\u0670]*"
_AM, _PM = r"(?:AM|am|a\.m\.?|A\.M\.?)", r"(?:PM|pm|p\.m\.?|P\.M\.?)"
_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?"
_COUNT = re.compile(r"(?<![\d/.])\d{1,3}\s*$")  # of hours: «2 ساعت 15 ...»
_BEFORE, _BEHIND = r"(?<![\w.,/:+#*-])", r"(?![\d:]|[./,]\d)"


@dataclass(frozen=True)
class Part:
    """A part of the day: how it is said ("" as it is written), and at which hours of the 24-hour clock it may be.

    `half`: it is AM (0) or PM (12) and tells the hour. `weak`: it may be something else («5 م» are metres) unless there
    are minutes, or the other half of the day stands in the text.
    """

    said: str
    hours: frozenset[int] = frozenset()
    half: int | None = None
    weak: bool = False


@dataclass(frozen=True)
class Time:
    """A time as it is to be said: the hour (0 to 24), and the part of the day; None where the hour tells it."""

    hour: int
    minute: int = 0
    second: int = 0
    part: str | None = None


@dataclass(frozen=True)
class DayWords:
    """The words of a language about times.

    `at` is a pattern for the word before a time, `name` that word, `to` a pattern for the one between two, `until` is
    said for a dash. `parts` are patterns, longest first. `say` words a time; its second argument is whether «the hour»
    is named. `counted` is what makes an hour no time when it follows: «ساعت 15 دقیقه». `bare`: an hour without minutes
    and part is of the 24-hour clock («الساعة 8»). `near` are more words that tell the part of the day when they stand
    near: «امشب».
    """

    at: str
    name: str
    to: str
    until: str
    parts: Mapping[str, Part]
    say: Callable[[Time, bool], str]
    counted: str
    bare: bool
    near: Mapping[str, Part]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Every number that may be a time, with the word before it and the part behind it."""
        part = "|".join(self.parts)
        return re.compile(
            rf"{_BEFORE}(?:(?P<at>{self.at})\s+)?{_CLOCK}{_BEHIND}(?!\s*(?:{self.counted}))(?:\s*(?P<part>{part})(?!\w))?"
        )


def hours(first: int, last: int) -> frozenset[int]:
    """The hours from `first` to `last`; past midnight where `last` is the smaller one."""
    return frozenset(hour % 24 for hour in range(first, last + 1 if last >= first else last + 25))


def loosely(words: str) -> str:
    """A pattern for `words` with or without vowel marks, and with any space between them."""
    return r"[\s\u200c]+".join("".join(f"{re.escape(char)}{_MARKS}" for char in word) for word in words.split())


def half_days(before: Iterable[str] = (), after: Iterable[str] = ()) -> dict[str, Part]:
    """AM and PM, and what a language writes for them."""
    return {
        **{word: Part("", half=0) for word in (_AM, *before)},
        **{word: Part("", half=12) for word in (_PM, *after)},
    }


def worded(text: str, words: DayWords) -> str:
    """`text` (ASCII digits) with its times in words."""
    pattern = words.pattern
    text = _named_twice(text, words)
    everything = list(pattern.finditer(text))
    parts = [_part(match, words) for match in everything if match["part"]]
    halved = any(part.half == 0 and not part.weak for part in parts)
    found = [match for match in everything if _is_time(match, words, halved)]
    to_twelve = any(match["part"] or _near(match, words) for match in found) or _ends_early(found, words)
    to_twenty_four = any(int(match["hour"]) > HALF_DAY for match in found)

    def say(match: re.Match[str]) -> str:
        hour = int(match["hour"])
        if not _is_time(match, words, halved) or hour > 24 or hour == 24 and int(match["minute"] or 0):
            return match[0]
        known = (
            match["part"]
            or match["minute"]
            or not 0 < hour <= HALF_DAY
            or words.bare
            or to_twenty_four
            and not to_twelve
        )
        if not known:
            return match[0]
        return words.say(_time(match, words, to_twelve), bool(match["at"] or match["minute"]))

    return pattern.sub(say, text)


def _ends_early(found: list[re.Match[str]], words: DayWords) -> bool:
    """Whether a time ends a range before it begins, so that it is of another half of the day: «9:00 تا 5:00»."""
    return any(
        0 < int(last["hour"]) <= int(first["hour"]) <= HALF_DAY
        and re.fullmatch(rf"\s*{words.to}\s*", first.string[first.end() : last.start()])
        for first, last in itertools.pairwise(found)
    )


def _near(match: re.Match[str], words: DayWords) -> Part | None:
    """The part of the day that is told a word or two before or behind: «شب ساعت 10:30», «10:30 فردا شب»."""
    parts = {pattern: part for pattern, part in words.parts.items() if part.half is None and not part.weak}
    named = {**words.near, **parts}
    part = rf"(?<!\w)(?P<part>{'|'.join(named)})(?:\u200c?ها)?(?!\w)"
    word = rf"(?!(?:{words.to}|و)\s)[^\s\d،؛,.:()]+"
    before, behind = match.string[: match.start()], match.string[match.end() :]
    found = re.search(rf"{part}(?:\s+{word}){{0,2}}\s+$", before) or re.match(
        rf"(?:\s+{word}){{0,2}}?\s+{part}", behind
    )
    return (
        next((one for pattern, one in named.items() if re.fullmatch(pattern, found["part"])), None) if found else None
    )


def _part(match: re.Match[str], words: DayWords) -> Part:
    """The part of the day that `match` of the pattern has."""
    return next(part for pattern, part in words.parts.items() if re.fullmatch(pattern, match["part"]))


def _is_time(match: re.Match[str], words: DayWords, halved: bool) -> bool:
    if match["minute"]:
        return True
    if match["at"]:
        return not _COUNT.search(match.string[: match.start()])
    return bool(match["part"]) and (halved or not _part(match, words).weak)


def _named_twice(text: str, words: DayWords) -> str:
    """«ساعت 8 تا 17»: both are hours; so are both sides of a dash behind a part of the day; «10.30 شب» is a time."""
    parts = "|".join(words.parts)
    sure = "|".join(pattern for pattern, part in words.parts.items() if not part.weak)
    text = re.sub(rf"(?<![\d.,/:])(\d{{1,2}})[./]([0-5]\d)(?=\s*(?:{sure})(?!\w))", r"\1:\2", text)
    text = re.sub(rf"(\d\s*(?:{parts}))\s*[-\u2010-\u2015]\s*(?=\d)", rf"\1 {words.until} ", text)
    first = rf"(?:(?P<at>{words.at})\s+)?{_BEFORE}\d{{1,2}}(?P<minute>:\d\d)?(?:\s*(?:{parts})(?!\w))?"
    pattern = rf"(?P<first>{first}\s+{words.to}\s+)(?=\d{{1,2}}(?![\d.,:/-])(?!\s*(?:{words.counted}|{parts})))"

    def named(match: re.Match[str]) -> str:
        if not match["at"] and not match["minute"]:
            return match[0]
        return f"{match['first']}{(match['at'] or words.name).rstrip(':')} "

    return re.sub(pattern, named, text)


def _time(match: re.Match[str], words: DayWords, to_twelve: bool) -> Time:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    written = match["part"]
    if written is None:
        twelve = to_twelve and 0 < hour <= HALF_DAY
        near = _near(match, words)
        return Time(hour, minute, second, "" if twelve or near and hour % 24 in near.hours else None)
    part = _part(match, words)
    if part.half is not None:
        told = part.said or None
        if hour % HALF_DAY == 0 or hour > HALF_DAY:
            told = None  # noon and midnight are kept apart by the clock's own words
        return Time(hour if hour > HALF_DAY else hour % HALF_DAY + part.half, minute, second, told)
    if (hour == 0 or hour > HALF_DAY) and hour % 24 not in part.hours:
        return Time(hour, minute, second)  # «17:45 صبح»: the 24-hour clock knows better
    return Time(hour, minute, second, part.said or written)
