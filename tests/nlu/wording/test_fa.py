"""Persian for the ear."""

import pytest

from nlu.wording import fa as w


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "صفر"),
        (9, "نُه"),
        (29, "بیستُ نُه"),
        (900, "نهصد"),
        (25, "بیستُ پنج"),
        (1000, "هزار"),
        (2_500_000, "دو میلیونُ پانصد هزار"),
        (9_000, "نُه هزار"),
        (-5, "منفیِ پنج"),
    ],
)
def test_numbers(value: int, words: str) -> None:
    assert w.number(value) == words


def test_no_spoken_number_holds_the_word_for_no_or_and() -> None:
    for value in range(0, 20_000, 7):
        assert not {"نه", "و"} & set(w.number(value).split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2.5", "دو ممیز پنج"),
        ("0.05", "صفر ممیز صفر پنج"),
        ("3.0", "سه ممیز صفر"),
        ("7", "هفت"),
        (".5", "صفر ممیز پنج"),
    ],
)
def test_decimals(text: str, words: str) -> None:
    assert w.decimal(text) == words


def test_digits_in_groups() -> None:
    assert w.singly("12345") == "یک دو سه، چهار پنج"
    assert w.singly("99", 1) == "نُه، نُه"
    assert w.pairs("4512") == "چهلُ پنج، دوازده"
    assert w.group("007") == "صفر صفر هفت"
    assert w.group("000") == "صفر صفر صفر"
    assert w.grouped("12345", (2, 3)) == "دوازده، سیصدُ چهلُ پنج"


def test_telephone_numbers() -> None:
    assert w.phone("09123456789") == "صفر نهصدُ دوازده، سیصدُ چهلُ پنج، شصتُ هفت، هشتادُ نُه"
    assert w.phone("02188776655").startswith("صفر بیستُ یک، هشتادُ هشت")
    assert w.phone("110") == "صدُ ده"


def test_a_card_is_four_groups() -> None:
    assert w.card("6037991234567890").count("،") == 3


def test_money_has_the_unit_it_was_given() -> None:
    assert w.money(500_000, "rial") == "پانصد هزار ریال"
    assert w.money(50_000, "toman") == "پنجاه هزار تومان"


def test_percent() -> None:
    assert w.percent("12.5") == "دوازده ممیز پنج درصد"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "یکم"), (3, "سوم"), (9, "نُهُم"), (10, "دهم"), (12, "دوازدهم"), (20, "بیستم"), (21, "بیستُ یکم"),
        (23, "بیستُ سوم"), (29, "بیستُ نُهُم"), (30, "سی‌اُم"), (31, "سیُ یکم"),
    ],
)  # fmt: skip
def test_ordinals(value: int, words: str) -> None:
    assert w.ordinal(value) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (8, 0, "ساعتِ هشتِ صبح"),
        (8, 30, "ساعتِ هشتُ نیمِ صبح"),
        (16, 45, "ساعتِ چهارُ چهلُ پنج دقیقهٔ بعدازظهر"),
        (12, 0, "ساعتِ دوازدهِ ظهر"),
        (0, 15, "ساعتِ دوازدهُ ربعِ بامداد"),
        (21, 0, "ساعتِ نُهِ شب"),
        (24, 0, "ساعتِ دوازدهِ بامداد"),
    ],
)
def test_clock(hour: int, minute: int, words: str) -> None:
    assert w.clock(hour, minute) == words


@pytest.mark.parametrize(("hour", "minute"), [(25, 0), (8, 60), (-1, 0)])
def test_no_time_of_day(hour: int, minute: int) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        w.clock(hour, minute)
