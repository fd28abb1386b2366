"""Rows of digits, whose length and check digit pick the reading."""

import random

import pytest

from nlu.numbers import identifiers
from nlu.numbers.dictation import dictations
from nlu.values.digit_rows import keyed, mobile
from nlu.values.kinds import parse_kind
from tests.nlu.values.reading import first, readings


@pytest.mark.parametrize(
    ("kind", "language", "text", "value"),
    [
        ("digits(5)", "fa", "دوازده سیصد و چهل و پنج", "12345"),
        ("digits(5)", "fa", "شمارش یک دو سه چهار شش، نه، آخرش پنج بود", "12345"),
        ("digits(4)", "fa", "دو هزار و بیست و سه", "2023"),
        ("digits(3..6)", "ar", "واحد اثنين ثلاثة أربعة", "1234"),
        ("mobile", "fa", "صفر نهصد و دوازده سیصد و چهل و پنج شصت و هفت هشتاد و نه", "09123456789"),
        ("mobile", "fa", "نهصد و دوازده سیصد و چهل و پنج شصت و هفت هشتاد و نه", "09123456789"),
        ("mobile", "fa", "صفر نهصد و دوازده بنویسید بعد سیصد و چهل و پنج شصت و هفت هشتاد و نه", "09123456789"),
        ("mobile", "ar", "زيرو سبعة سبعة زيرو واحد اثنين ثلاثة أربعة خمسة ستة سبعة", "07701234567"),
        ("mobile", "ar", "صفر خمسة صفر واحد اثنين ثلاثة أربعة خمسة ستة سبعة", "0501234567"),
    ],
)
def test_the_length_picks_the_reading(kind: str, language: str, text: str, value: str) -> None:
    assert first(kind, text, language) == value


def with_check(kind: str, draw: random.Random) -> str:
    """A number of that kind, right by its check digit."""
    heads = {"national_id": "0", "iqama": "2", "emirates_id": "7841", "card": "603799", "iban": "IR"}
    checks = {
        "national_id": (identifiers.iran_national_id, 10),
        "iqama": (identifiers.saudi_id, 10),
        "emirates_id": (identifiers.emirates_id, 15),
        "card": (identifiers.bank_card, 16),
    }
    if kind == "iban":
        rest = f"0{draw.randrange(10, 99)}0000000{draw.randrange(10**12):012d}"
        check = 98 - int(f"{rest}1827" + "00") % 97
        return f"IR{check:02d}{rest}"
    check_of, length = checks[kind]
    while True:
        digits = heads[kind] + "".join(draw.choice("0123456789") for _ in range(length - len(heads[kind])))
        if check_of(digits):
            return digits


@pytest.mark.parametrize("kind", ["national_id", "iqama", "emirates_id", "card", "iban"])
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_check_digit_picks_the_reading(kind: str, language: str) -> None:
    draw = random.Random(f"{kind}{language}")
    for _ in range(5):
        value = with_check(kind, draw)
        digits = value.removeprefix("IR")
        for text in dictations(digits, language)[:3]:
            assert first(kind, text, language) == value, text


def test_digits_that_their_check_digit_contradicts_are_told() -> None:
    found = readings("national_id", "صفر صفر یک دو سه چهار پنج شش هفت هشت", "fa")
    assert (found[0].value, found[0].lacks) == ("0012345678", "checksum")


def test_fewer_digits_are_a_part() -> None:
    found = readings("digits(5)", "دوازده", "fa")
    assert (found[0].value, found[0].part) == ("12", True)


@pytest.mark.parametrize("text", ["نمی‌دونم", "یک دو سه چهار پنج شش هفت", ""])
def test_what_is_no_number_of_that_length_gives_none(text: str) -> None:
    assert readings("digits(5)", text, "fa") == ()


@pytest.mark.parametrize(
    ("digits", "number"),
    [
        ("09123456789", "09123456789"),
        ("9123456789", "09123456789"),
        ("00989123456789", "09123456789"),
        ("9647701234567", "+9647701234567"),
        ("00966501234567", "+966501234567"),
        ("0501234567", "0501234567"),
        ("01012345678", "01012345678"),
        ("66012345", "66012345"),
        ("7701234567", "07701234567"),
        ("00963944123456", "+963944123456"),
        ("96170123456", "+96170123456"),
        ("02188776655", None),
        ("123", None),
    ],
)
def test_mobiles_in_every_notation(digits: str, number: str | None) -> None:
    assert mobile(digits) == number


def test_keys_are_digits() -> None:
    assert keyed(parse_kind("digits(5)"), "12345")[0].value == "12345"
    assert keyed(parse_kind("digits(5)"), "12")[0].part
    assert keyed(parse_kind("digits(5)"), "12*") == ()
    assert keyed(parse_kind("mobile"), "09123456789")[0].value == "09123456789"
