"""Persian times: the written part of the day wins, once; every minute agrees with the 24-hour clock."""

import itertools

import pytest

from nlu.wording.day_clock import hours
from nlu.wording.fa import number
from nlu.wording.speakable_fa import speakable
from nlu.wording.times_fa import in_words

PARTS = {
    "صبح": hours(0, 11), "ظهر": hours(11, 15), "بعدازظهر": hours(12, 19), "عصر": hours(13, 20), "شب": hours(17, 5),
    "بامداد": hours(0, 6), "نیمه‌شب": hours(22, 3), "غروب": hours(16, 20), "سحر": hours(2, 6),
}  # fmt: skip
DAY = [(hour, minute) for hour in range(24) for minute in range(60)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ساعت ۱۰:۳۰ شب", "ساعتِ دهُ نیمِ شب"),
        ("۸:۰۰ عصر", "ساعتِ هشتِ عصر"),
        ("۱۲:۳۰ شب", "ساعتِ دوازدهُ نیمِ شب"),
        ("۱۲:۳۰ ظهر", "ساعتِ دوازدهُ نیمِ ظهر"),
        ("۳:۴۵ بعد از ظهر", "ساعتِ سهُ چهلُ پنج دقیقهٔ بعدازظهر"),
        ("۹:۱۵ نیمه شب", "ساعتِ نُهُ ربعِ نیمه‌شب"),
        ("10:31 PM", "ساعتِ دهُ سیُ یک دقیقهٔ شب"),
        ("۸:۳۰ ب.ظ", "ساعتِ هشتُ نیمِ شب"),
        ("۱۰ صبحِ فردا", "دهِ صبحِ فردا"),
        # ranges: what is written once holds for what is left out
        ("۷:۰۰ صبح تا ۷:۰۰ عصر", "ساعتِ هفتِ صبح تا ساعتِ هفتِ عصر"),
        ("8:00 تا 5:00 عصر", "ساعتِ هشت تا ساعتِ پنجِ عصر"),
        ("از ۸ صبح تا ۵ عصر", "از هشتِ صبح تا پنجِ عصر"),
        ("10:00 a.m. - 4:00 p.m.", "ساعتِ دهِ صبح تا ساعتِ چهارِ بعدازظهر"),
        # the 24-hour clock in everyday form
        ("ساعت ۱۷", "ساعتِ پنجِ عصر"),
        ("ساعت ۱۷:۴۵", "ساعتِ پنجُ چهلُ پنج دقیقهٔ عصر"),
        ("ساعتِ ۸ تا ۱۷", "ساعتِ هشتِ صبح تا ساعتِ پنجِ عصر"),
        ("۱۷:۴۵ صبح", "ساعتِ پنجُ چهلُ پنج دقیقهٔ عصر"),
        ("۰۰:۱۵", "ساعتِ دوازدهُ ربعِ بامداد"),
        ("۲۳:۵۹:۵۹", "ساعتِ یازدهُ پنجاهُ نُه دقیقه و پنجاهُ نُه ثانیهٔ شب"),
        # other ways to write minutes
        ("ساعت ۵ و نیم عصر", "ساعتِ پنجُ نیمِ عصر"),
        ("ساعت ۱۷ و ۳۰ دقیقه", "ساعتِ پنجُ نیمِ عصر"),
        ("ساعت ۸.۳۰ صبح", "ساعتِ هشتُ نیمِ صبح"),
        ("ساعت ۲ و ۱۵ دقیقهٔ بعدازظهر", "ساعتِ دوُ ربعِ بعدازظهر"),
        ("ساعت: ۱۰:۳۰", "ساعتِ دهُ نیمِ صبح"),
        ("۱۴۰۵/۹/۵ ساعت 10:30 شب", "پنجمِ آذرِ هزارُ چهارصدُ پنج ساعتِ دهُ نیمِ شب"),
        ("ساعت ۱۷:۴۵ دقیقه", "ساعتِ پنجُ چهلُ پنج دقیقهٔ عصر"),
        ("۱۰/۳۰ شب", "ساعتِ دهُ نیمِ شب"),
        ("۱۰.۳۰ شب", "ساعتِ دهُ نیمِ شب"),
        ("ساعت ۰۰", "ساعتِ دوازدهِ بامداد"),
        ("ساعت ۱۰:۳۰ امشب", "ساعتِ دهُ نیم امشب"),
        # the part of the day a word or two away
        ("شب ساعت ۱۰:۳۰", "شب ساعتِ دهُ نیم"),
        ("امشب ساعت ۱۰:۳۰", "امشب ساعتِ دهُ نیم"),
        ("فردا صبح ساعت ۹:۱۵", "فردا صبح ساعتِ نُهُ ربع"),
        ("ساعت ۱۰:۳۰ فردا شب", "ساعتِ دهُ نیم فردا شب"),
        ("عصرها از ۴:۳۰ تا ۸:۳۰", "عصرها از ساعتِ چهارُ نیم تا ساعتِ هشتُ نیم"),
        (
            "صبح‌ها ۸:۳۰ تا ۱۲:۳۰ و عصرها ۴:۳۰ تا ۸:۳۰",
            "صبح‌ها ساعتِ هشتُ نیم تا ساعتِ دوازدهُ نیم و عصرها ساعتِ چهارُ نیم تا ساعتِ هشتُ نیم",
        ),
        ("از صبح تا ۱۷:۳۰", "از صبح تا ساعتِ پنجُ نیمِ عصر"),
        # no times
        ("۲ ساعت ۱۵ دقیقه", "دو ساعت پانزده دقیقه"),
        ("۲۴ ساعت ۷ روز هفته", "بیستُ چهار ساعت هفت روز هفته"),
        ("ساعت ۹", "ساعت نُه"),
        ("هتل ۳ شب", "هتل سه شب"),
        ("۱:۳۰ ساعت", "یک ساعت و سی دقیقه"),
        ("02:30 دقیقه", "دو دقیقه و سی ثانیه"),
    ],
)
def test_times(written: str, said: str) -> None:
    assert speakable(written) == said


def parts_of(said: str) -> list[str]:
    """The parts of the day in what is said, the longest where one holds another."""
    words = said.replace("\u0650", "").split()
    return [word for word in words if word in PARTS]


def test_every_minute_is_said_with_a_part_in_which_it_lies() -> None:
    for hour, minute in DAY:
        said = in_words(f"{hour:02d}:{minute:02d}")
        (part,) = parts_of(said)
        assert hour in PARTS[part], said
        assert said.startswith(f"ساعتِ {number((hour - 1) % 12 + 1)}"), said


def test_half_days_are_the_same_times_of_the_24_hour_clock() -> None:
    for (hour, minute), form in itertools.product(DAY, ("{}", " {}")):
        half = "PM" if hour >= 12 else "AM"
        assert in_words(f"{(hour - 1) % 12 + 1}:{minute:02d}" + form.format(half)) == in_words(
            f"{hour:02d}:{minute:02d}"
        )


@pytest.mark.parametrize("part", PARTS)
def test_the_written_part_is_said_once_and_no_other(part: str) -> None:
    for hour, minute in itertools.product(range(1, 13), range(60)):
        for written in (f"{hour}:{minute:02d} {part}", f"ساعت {hour:02d}:{minute:02d} {part}"):
            said = in_words(written)
            assert parts_of(said) == [part], said
            assert said.startswith(f"ساعتِ {number(hour)}"), said


@pytest.mark.parametrize("part", PARTS)
def test_the_24_hour_clock_wins_over_a_part_that_contradicts_it(part: str) -> None:
    for hour in (0, *range(13, 24)):
        (found,) = parts_of(in_words(f"{hour:02d}:10 {part}"))
        assert hour in PARTS[found]
        assert (found == part) == (hour in PARTS[part])
