"""Values that are put right after they were read back."""

import pytest

from nlu.values import mend, parse_kind
from tests.nlu.values.reading import NOW


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fa", "نه، رقم سومش هفته", "12745"),
        ("fa", "رقم سوم پنجه", "12545"),
        ("fa", "آخرش هفت بود", "12347"),
        ("fa", "نه آخرش هفتاد و شیش", "12376"),
        ("fa", "اولیش فکر کنم دو بود", "22345"),
        ("fa", "به جای پنج شیش", "12346"),
        ("fa", "نه یک دو سه چهار شش", "12346"),
        ("ar", "لا الرقم الثالث تسعة", "12945"),
        ("ar", "الأخير سبعة", "12347"),
        ("ar", "بدل الخمسة ستة", "12346"),
        ("ar", "لا واحد اثنين ثلاثة أربعة ستة", "12346"),
    ],
)
def test_digits_by_their_place_or_anew(language: str, text: str, value: str) -> None:
    assert mend(parse_kind("digits(5)"), "12345", text, language, NOW)[0].value == value


def test_a_digit_that_stands_twice_may_be_either() -> None:
    found = mend(parse_kind("digits(4)"), "5152", "به جای پنج شش", "fa", NOW)
    assert [one.value for one in found] == ["6152", "5162"]


def test_a_group_of_a_card() -> None:
    found = mend(parse_kind("card"), "6037991111111111", "چهارتای دوم دو هزار و صد و یازده", "fa", NOW)
    assert found[0].value == "6037211111111111"


def test_a_mended_card_goes_by_its_check_digit() -> None:
    found = mend(parse_kind("card"), "6037991145892159", "آخرش هشته", "fa", NOW)
    assert [(one.value, one.lacks) for one in found] == [("6037991145892158", "")]


def test_another_kind_is_read_anew() -> None:
    assert mend(parse_kind("date"), "2026-12-05", "نه، یکشنبه", "fa", NOW)[0].value == "2026-12-06"


@pytest.mark.parametrize("text", ["نه", "اشتباهه", "نمی‌دونم"])
def test_where_nothing_is_put_right(text: str) -> None:
    assert mend(parse_kind("digits(5)"), "12345", text, "fa", NOW) == ()
