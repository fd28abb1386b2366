"""Arabic times: the written part of the day wins, once; noon and midnight are kept apart."""

import itertools
import re

import pytest

from nlu.wording.day_clock import hours
from nlu.wording.speakable_ar import speakable
from nlu.wording.times_ar import in_words

PARTS = {
    "صباحًا": hours(0, 11), "ظهرًا": hours(11, 15), "عصرًا": hours(13, 19), "مساءً": hours(12, 0), "ليلًا": hours(17, 5),
    "فجرًا": hours(2, 6), "بعد الظهر": hours(12, 18), "بعد منتصف الليل": hours(0, 4),
}  # fmt: skip
HOURS = (
    "الثانية عشرة", "الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة",
    "العاشرة", "الحادية عشرة",
)  # fmt: skip
DAY = [(hour, minute) for hour in range(24) for minute in range(60)]


def bare(text: str) -> str:
    return re.sub("[\u064e-\u0652]", "", text)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("الساعة 10:30 مساءً", "الساعة العاشرة والنصف مساءً"),
        ("الساعة ١٠:٣٠ مساء", "الساعة العاشرة والنصف مساءً"),
        ("12:15 صباحا", "الساعة الثانية عشرة والربع صباحًا"),
        ("12:30 بعد الظهر", "الساعة الثانية عشرة والنصف بعد الظهر"),
        ("7:00 في الصباح", "الساعة السابعة في الصباح"),
        ("10 ليلا", "العاشرة ليلًا"),
        ("8:00 ص - 5:00 م", "الساعة الثامنة صباحًا إلى الساعة الخامسة مساءً"),
        ("8 ص إلى 5 م", "الثامنة صباحًا إلى الخامسة مساءً"),
        ("من 8 صباحًا حتى 7 مساءً", "من الثامنة صباحًا حتى السابعة مساءً"),
        # noon and midnight
        ("12:00 AM", "الساعة الثانية عشرة ليلًا"),
        ("12:00 PM", "الساعة الثانية عشرة ظهرًا"),
        ("12:30 م", "الساعة الثانية عشرة والنصف ظهرًا"),
        ("12:30 ص", "الساعة الثانية عشرة والنصف ليلًا"),
        ("12:00 منتصف الليل", "الساعة الثانية عشرة منتصف الليل"),
        ("11:45 صباحًا", "الساعة الحادية عشرة وخمس وأربعون دقيقة صباحًا"),
        # the 24-hour clock
        ("الساعة 17:45", "الساعة السادسة إلا ربعًا مساءً"),
        ("الساعة 23:59:59", "الساعة الحادية عشرة وتسع وخمسون دقيقة وتسع وخمسون ثانية ليلًا"),
        ("الساعة 5 والنصف مساءً", "الساعة الخامسة والنصف مساءً"),
        # the part of the day a word or two away
        ("الساعة 10:30 من مساء اليوم", "الساعة العاشرة والنصف من مساء اليوم"),
        ("مساء اليوم الساعة 10:30", "مساء اليوم الساعة العاشرة والنصف"),
        ("الليلة الساعة 9:00", "الليلة الساعة التاسعة"),
        ("الساعة 10 من صباح الغد", "الساعة العاشرة من صباح الغد"),
        # no times
        ("5 م", "خمسة م"),
        ("1:30 ساعة", "ساعة واحدة وثلاثون دقيقة"),
    ],
)
def test_times(written: str, said: str) -> None:
    assert bare(speakable(written)) == said


def parts_of(said: str) -> list[str]:
    return [part for part in PARTS if part in said]


def hour_of(said: str) -> int:
    rest = said.removeprefix("الساعة ")
    hour = max((n for n, name in enumerate(HOURS) if rest.startswith(name)), key=lambda n: len(HOURS[n]))
    return (hour - 1) % 12 if "إلا ربع" in said else hour


def test_every_minute_is_said_with_a_part_in_which_it_lies() -> None:
    for hour, minute in DAY:
        said = in_words(f"{hour:02d}:{minute:02d}")
        (part,) = parts_of(said)
        assert hour in PARTS[part], said
        assert hour_of(said) == hour % 12, said


@pytest.mark.parametrize(("before", "after"), [("AM", "PM"), ("ص", "م"), ("a.m.", "p.m.")])
def test_half_days_agree_with_the_24_hour_clock(before: str, after: str) -> None:
    for hour, minute in DAY:
        said = in_words(f"{(hour - 1) % 12 + 1}:{minute:02d} {after if hour >= 12 else before}")
        (part,) = parts_of(said)
        assert hour in PARTS[part], said
        assert hour_of(said) == hour % 12, said


@pytest.mark.parametrize("part", PARTS)
def test_the_written_part_is_said_once_and_no_other(part: str) -> None:
    for hour, minute in itertools.product(range(1, 13), range(60)):
        said = in_words(f"{hour}:{minute:02d} {part}")
        assert parts_of(said) == [part], said
        assert hour_of(said) == hour % 12, said
