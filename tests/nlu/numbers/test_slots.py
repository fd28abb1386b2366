"""The slot picks among readings."""

import random

import pytest

from nlu.numbers import cardinals_ar, cardinals_fa, slots
from nlu.numbers.dictation import dictations


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("دوازده سیصد و چهل و پنج", "12345"),
        ("نه یک دو سه چهار پنج", "12345"),  # "no, 1 2 3 4 5"
        ("بیست پنج صد و سی", "25130"),
        ("شماره‌ش دوازده هزار و سیصد و چهل و پنجه", "12345"),
        ("دو هفته پیش سفارش دادم", None),
        ("شماره‌ش دوازده هزار و سیصد و چهل و پنج هست", "12345"),
        ("سه تا سفارش دارم شماره‌ش یک دو سه چهار پنج", "12345"),
        ("یک دو سه", None),
        ("سیصد و چهل و پنج", None),
        ("دو هزار و سیصد و چهل و پنج", None),
        ("دوازدههزار و سی صد و چهل و پنج", "12345"),
        ("پونصدوبیستوپنچ دوازده سیصد و چهل و پنج", None),  # the rest of a longer number
        ("سلام", None),
    ],
)
def test_order_numbers(text: str, digits: str | None) -> None:
    found = slots.from_text(text, slots.ORDER_NUMBER)
    assert (found.digits if found else None) == digits


def test_the_others_are_told() -> None:
    found = slots.from_text("بیست پنج صد و سی", slots.Rule("any", (5, 6, 7)))
    assert found and found.others


def test_a_checksum_chooses() -> None:
    said = "صفر صفر سیزده پنجاه و چهار بیست و چهار نوزده"
    found = slots.from_text(said, slots.NATIONAL_ID)
    assert found and found.digits == "0013542419"


def test_mobiles_in_five_styles() -> None:
    draw = random.Random(3)
    for _ in range(60):
        number = "09" + "".join(draw.choice("0123456789") for _ in range(9))
        for way in dictations(number, "fa")[:4]:
            found = slots.from_text(way, slots.MOBILE)
            assert found and number in (found.digits, *found.others), (number, way)


def test_arabic_numbers() -> None:
    found = slots.from_text("رقم الطلب واحد اثنين ثلاثة أربعة خمسة", slots.ORDER_NUMBER, "ar")
    assert found and found.digits == "12345"


def test_the_span_is_the_run() -> None:
    text = "شماره یک دو سه چهار پنج هست"
    found = slots.from_text(text, slots.ORDER_NUMBER)
    assert found and text[slice(*found.span)] == "یک دو سه چهار پنج"


def test_rules_are_found_by_name() -> None:
    assert slots.RULES["mobile"].fits("09123456789")
    assert not slots.RULES["mobile"].fits("02123456789")
    assert not slots.ORDER_NUMBER.fits("")


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_number_of_another_length_is_never_cut_into_five_digits(language: str) -> None:
    cardinal = cardinals_fa.cardinal if language == "fa" else cardinals_ar.cardinal
    for value in (*range(10_000), *range(100_000, 1_000_000, 991)):
        assert slots.from_text(cardinal(value), slots.ORDER_NUMBER, language) is None, value


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_every_way_to_dictate_five_digits_is_read_right(language: str) -> None:
    draw = random.Random(5)
    for _ in range(150):
        number = f"{draw.randrange(100_000):05d}"
        for way in dictations(number, language):
            found = slots.from_text(way, slots.ORDER_NUMBER, language)
            assert found and found.digits == number, way
