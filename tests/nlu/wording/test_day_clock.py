"""Times as they are written, with words made by hand."""

import re

import pytest

from nlu.wording.day_clock import DayWords, Part, Time, half_days, hours, loosely, worded


def words(*, bare: bool = False) -> DayWords:
    return DayWords(
        at="hour",
        name="hour",
        to="to",
        until="to",
        parts={"late": Part("late", hours(18, 3)), "x": Part("", half=12, weak=True), **half_days()},
        say=lambda time, named: f"<{time.hour}.{time.minute} {time.part}{' named' if named else ''}>",
        counted="days",
        bare=bare,
        near={"tonight": Part("", hours(18, 3))},
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("8:30", "<8.30 None named>"),
        ("8:30 late", "<8.30 late named>"),
        ("8 late", "<8.0 late>"),
        ("hour 8", "hour 8"),
        ("hour 18", "<18.0 None named>"),
        ("hour 8 to 18", "<8.0 None named> to <18.0 None named>"),
        ("8:30 to 18", "<8.30 None named> to <18.0 None named>"),
        ("8 to 18", "8 to 18"),
        ("9:00 to 5:00", "<9.0  named> to <5.0  named>"),  # it ends before it begins
        ("7:00 to 9:00 late", "<7.0  named> to <9.0 late named>"),
        ("12:00 AM", "<0.0 None named>"),
        ("12:00 PM", "<12.0 None named>"),
        ("13:00 late", "<13.0 None named>"),  # no late hour
        ("5 x", "5 x"),
        ("8 AM to 5 x", "<8.0 None> to <17.0 None>"),
        ("hour 18 days", "hour 18 days"),
        ("25:00", "25:00"),
        ("24:30", "24:30"),
        ("1:2", "1:2"),
        ("a8:30", "a8:30"),
        # told near it
        ("tonight at 8:30", "tonight at <8.30  named>"),
        ("8:30 on Monday late", "<8.30  named> on Monday late"),
        ("late hour 20:30", "late <20.30  named>"),
        ("late hour 14:30", "late <14.30 None named>"),
        ("late to 8:30", "late to <8.30 None named>"),
        ("late, 8:30", "late, <8.30 None named>"),
        ("late 8:30 to 9:30", "late <8.30  named> to <9.30  named>"),
        ("8:30 AM - 9:30", "<8.30 None named> to <9.30  named>"),
    ],
)
def test_what_is_a_time_and_which(written: str, said: str) -> None:
    assert worded(written, words()) == said


def test_an_hour_alone_where_it_is_of_the_24_hour_clock() -> None:
    assert worded("hour 8", words(bare=True)) == "<8.0 None named>"


def test_hours_past_midnight() -> None:
    assert hours(22, 2) == {22, 23, 0, 1, 2}
    assert hours(12, 0) == {*range(12, 24), 0}
    assert hours(8, 8) == {8}


def test_vowel_marks_are_passed_over() -> None:
    assert re.fullmatch(loosely("بعد الظهر"), "بَعْدَ الظُّهْر")
    assert Time(8).part is None
