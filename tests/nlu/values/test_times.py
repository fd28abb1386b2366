"""Times of day."""

import pytest

from nlu.values.times import keyed
from tests.nlu.values.reading import first, readings

PERSIAN = [
    ("یه ربع به پنج عصر", "16:45"),
    ("ده دقیقه مونده به یازده صبح", "10:50"),
    ("سه و نیم بعدازظهر", "15:30"),
    ("پنج بعد از ظهر", "17:00"),
    ("شب ساعت ده", "22:00"),
    ("هشت و بیست دقیقه شب", "20:20"),
    ("شونزده و چهل و پنج", "16:45"),
    ("ساعت ۱۷:۳۰", "17:30"),
    ("دوازده ظهر", "12:00"),
    ("نصف شب", "00:00"),
    ("دو ساعت دیگه", "12:00"),
    ("نیم ساعت دیگه", "10:30"),
    ("بیست دقیقه دیگه", "10:20"),
    ("پس‌فردا ساعت نه صبح", "09:00"),
    ("هفت نه ببخشید هشت شب", "20:00"),
    ("بعد از ساعت پنج عصر", "17:00"),
    ("نه و نه دقیقه صبح", "09:09"),
]
ARABIC = [
    ("خمسة إلا ربع العصر", "16:45"),
    ("سبعة وتلت المسا", "19:20"),
    ("تلاتة ونص وخمسة العصر", "15:35"),
    ("خمسة ونص إلا خمسة العصر", "17:25"),
    ("الساعة السادسة مساء", "18:00"),
    ("عشرة وعشر دقايق صباحا", "10:10"),
    ("الساعة خمسة وعشرين دقيقة العصر", "17:20"),
    ("ستة لا سبعة المغرب", "19:00"),
    ("بعد ساعتين", "12:00"),
    ("بعد نص ساعة", "10:30"),
    ("نص الليل", "00:00"),
]


@pytest.mark.parametrize(("text", "time"), PERSIAN)
def test_persian_times(text: str, time: str) -> None:
    assert first("time", text, "fa") == time


@pytest.mark.parametrize(("text", "time"), ARABIC)
def test_arabic_times(text: str, time: str) -> None:
    assert first("time", text, "ar") == time


@pytest.mark.parametrize(
    ("text", "times"),
    [("ساعت پنج", ["17:00", "05:00"]), ("نه و نیم", ["09:30", "21:30"]), ("یه ربع به یک", ["12:45", "00:45"])],
)
def test_either_half_of_the_day_may_be_meant(text: str, times: list[str]) -> None:
    found = readings("time", text, "fa")
    assert [one.value for one in found[:2]] == times
    assert {one.lacks for one in found} == {"meridiem"}


@pytest.mark.parametrize(
    ("language", "text", "span"),
    [("fa", "صبح", "08:00/12:00"), ("ar", "بعد المغرب", "18:00/20:00"), ("ar", "بعد صلاة العشاء", "20:00/22:00")],
)
def test_a_part_of_the_day_is_a_span_that_lacks_its_hour(language: str, text: str, span: str) -> None:
    found = readings("time", text, language)
    assert [(one.value, one.lacks) for one in found] == [(span, "hour")]


@pytest.mark.parametrize("text", ["نمی‌دونم", "سی و پنج", "۲۵:۷۰"])
def test_what_is_no_time(text: str) -> None:
    assert readings("time", text, "fa") == ()


@pytest.mark.parametrize(("keys", "time"), [("17", "17:00"), ("1730", "17:30"), ("0930", "09:30"), ("0", "00:00")])
def test_keyed_times(keys: str, time: str) -> None:
    assert keyed(keys)[0].value == time


@pytest.mark.parametrize("keys", ["", "25", "1799", "12345", "*"])
def test_keys_that_are_no_time(keys: str) -> None:
    assert keyed(keys) == ()
