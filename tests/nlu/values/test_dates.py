"""Days, named or told from today."""

import pytest

from nlu.values.dates import keyed
from nlu.values.kinds import parse_kind
from nlu.values.readings import Heard
from tests.nlu.values.reading import NOW, first, readings

PERSIAN = [
    ("امروز", "2026-11-30"),
    ("فردا", "2026-12-01"),
    ("پس‌فردا", "2026-12-02"),
    ("پسفردا ساعت پنج", "2026-12-02"),
    ("پریروز", "2026-11-28"),
    ("شنبه", "2026-12-05"),
    ("سه شنبه", "2026-12-01"),
    ("شنبه بعد از ظهر", "2026-12-05"),
    ("پنج‌شنبهٔ هفتهٔ بعد", "2026-12-10"),
    ("هفته بعد سه‌شنبه", "2026-12-08"),
    ("جمعه همین هفته", "2026-12-04"),
    ("دو روز دیگه", "2026-12-02"),
    ("یه هفته دیگه", "2026-12-07"),
    ("سه هفته پیش", "2026-11-09"),
    ("اول برج", "2026-12-22"),
    ("آخر ماه", "2026-12-21"),
    ("آخر آذر", "2026-12-21"),
    ("بیست و پنجم", "2026-12-16"),
    ("بیست و پنجم همین ماه", "2026-12-16"),
    ("پنجم ماه بعد", "2026-12-26"),
    ("بیست و پنجم دی ماه", "2027-01-15"),
    ("سی‌ام آذر", "2026-12-21"),
    ("سوم بهمن", "2027-01-23"),
    ("نه، پنجم دی", "2026-12-26"),
    ("سی ام دی ماه سال هزار و چهارصد و شش", "2028-01-20"),
    ("پنجم برج ده", "2026-12-26"),
    ("۵/۱۰", "2026-12-26"),
    ("۱۴۰۵/۱۰/۵", "2026-12-26"),
    ("پانزدهم رمضان", "2027-02-22"),
]
ARABIC = [
    ("اليوم", "2026-11-30"),
    ("بكرة", "2026-12-01"),
    ("باچر", "2026-12-01"),
    ("بعد بكرة", "2026-12-02"),
    ("عقب باكر", "2026-12-02"),
    ("أول امبارح", "2026-11-28"),
    ("الخميس الجاي", "2026-12-03"),
    ("يوم الأحد", "2026-12-06"),
    ("يوم الثلاثاء بعد العصر", "2026-12-01"),
    ("الأسبوع الجاي الاثنين", "2026-12-07"),
    ("بعد ثلاثة أيام", "2026-12-03"),
    ("بعد يومين", "2026-12-02"),
    ("بعد أسبوعين", "2026-12-14"),
    ("خمسة ديسمبر", "2026-12-05"),
    ("الخامس والعشرين من ديسمبر", "2026-12-25"),
    ("عشرين كانون الأول", "2026-12-20"),
    ("خمسة شهر اتناشر", "2026-12-05"),
    ("أول الشهر", "2026-12-01"),
    ("أول رمضان", "2027-02-08"),
    ("الأول من يناير ألفين وسبعة وعشرين", "2027-01-01"),
    ("خمستعش", "2026-12-15"),
]


@pytest.mark.parametrize(("text", "day"), PERSIAN)
def test_persian_days(text: str, day: str) -> None:
    assert first("date", text, "fa") == day


@pytest.mark.parametrize(("text", "day"), ARABIC)
def test_arabic_days(text: str, day: str) -> None:
    assert first("date", text, "ar") == day


@pytest.mark.parametrize(
    ("kind", "text", "days"),
    [
        ("date", "پنجم آذر", ["2026-11-26", "2027-11-26"]),  # four days ago rather than in a year
        ("date(future)", "پنجم آذر", ["2027-11-26"]),
        ("date(past)", "پنجم آذر", ["2026-11-26"]),
        ("date(past)", "شنبه", ["2026-11-28"]),
        ("date", "دوشنبه", ["2026-12-07", "2026-11-30"]),  # today is a Monday
        ("date", "شنبه هفته بعد", ["2026-12-05", "2026-12-12"]),
        ("date", "پنج‌شنبه بعدی", ["2026-12-03", "2026-12-10"]),
        ("date(past)", "بیستم مهر شصت و هشت", ["1989-10-12", "2089-10-11"]),
    ],
)
def test_where_more_than_one_day_may_be_meant(kind: str, text: str, days: list[str]) -> None:
    assert [one.value for one in readings(kind, text, "fa")] == days


def test_a_span_lacks_its_day() -> None:
    assert readings("date", "هفته دیگه", "fa")[0].lacks == "day"
    assert readings("date(past)", "پنجم آذر", "fa")[0].lacks == "year"


@pytest.mark.parametrize("text", ["نمی‌دونم", "ساعت پنج", "سی و دوم آذر", "۳۰/۱۳"])
def test_what_is_no_day(text: str) -> None:
    assert readings("date", text, "fa") == ()


@pytest.mark.parametrize(
    ("language", "keys", "day"),
    [
        ("fa", "0510", "2026-12-26"),
        ("fa", "14051005", "2026-12-26"),
        ("fa", "05101405", "2026-12-26"),
        ("fa", "25", "2026-12-16"),
        ("ar", "0512", "2026-12-05"),
        ("ar", "05122026", "2026-12-05"),
        ("ar", "20261205", "2026-12-05"),
    ],
)
def test_keyed_days(language: str, keys: str, day: str) -> None:
    assert keyed(parse_kind("date"), keys, Heard("", language, NOW))[0].value == day


@pytest.mark.parametrize("keys", ["", "3213", "0", "123", "99999999", "*"])
def test_keys_that_are_no_day(keys: str) -> None:
    assert keyed(parse_kind("date"), keys, Heard("", "fa", NOW)) == ()
