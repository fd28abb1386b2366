"""Money always with its unit, dates in the caller's calendar, order numbers in groups."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crm.model import Customer, Money
from bot.skills.runtime import display as wording

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("rial", "fa", "ar"),
    [
        (2_500_000, "۲۵۰ هزار تومان", "٢٥٠ ألف تومان"),
        (120_000_000, "۱۲ میلیون تومان", "١٢ مليون تومان"),
        (18_750_000, "۱۸۷۵۰۰۰ تومان", "١٨٧٥٠٠٠ تومان"),
        (10, "۱ تومان", "١ تومان"),
        (0, "۰ تومان", "٠ تومان"),
        (934_505, "۹۳۴۵۰۵ ریال", "٩٣٤٥٠٥ ريال إيراني"),
        (-2_500_000, "-۲۵۰ هزار تومان", "-٢٥٠ ألف تومان"),
    ],
)
def test_money(rial: int, fa: str, ar: str) -> None:
    assert (wording.money(Money(rial), "fa"), wording.money(Money(rial), "ar")) == (fa, ar)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["fa", "ar", "tr"]))
def test_no_amount_without_its_unit(rial: int, language: str) -> None:
    assert wording.money(Money(rial), language).split()[-1] in {"تومان", "ریال", "إيراني"}


@pytest.mark.parametrize(
    ("when", "fa", "ar"),
    [
        (date(2026, 11, 26), "پنجشنبه ۵ آذر", "الخميس ٢٦ نوفمبر"),
        (date(2027, 3, 21), "یکشنبه ۱ فروردین", "الأحد ٢١ مارس"),
        (date(2025, 11, 26), "چهارشنبه ۵ آذر ۱۴۰۴", "الأربعاء ٢٦ نوفمبر ٢٠٢٥"),
    ],
)
def test_days(when: date, fa: str, ar: str) -> None:
    assert (wording.day(when, TODAY, "fa"), wording.day(when, TODAY, "ar")) == (fa, ar)


@pytest.mark.parametrize(("number", "spoken"), [("12345", "۱۲ ۳۴۵"), ("70920", "۷۰ ۹۲۰"), ("12", "۱۲"), ("", "")])
def test_order_numbers_in_groups(number: str, spoken: str) -> None:
    assert wording.order_number(number, "fa") == spoken


@pytest.mark.parametrize(
    ("title", "family", "language", "called"),
    [
        ("خانم", "محمدی", "fa", "خانم محمدی"),
        ("السيد", "الساعدي", "ar", "يا سيد الساعدي"),
        ("السَّيِّدَة", "العتيبي", "ar", "يَا سَيِّدَة العتيبي"),
        ("الدكتور", "أحمد", "ar", "يا دكتور أحمد"),
        ("اللواء", "أحمد", "ar", "يا لواء أحمد"),
        ("أستاذ", "أحمد", "ar", "يا أستاذ أحمد"),
        (None, "الساعدي", "ar", "الساعدي"),
        ("آقای", "رضایی", "ar", "يا سيد رضایی"),
        ("خانم", "محمدی", "ar", "يا سيدة محمدی"),
        ("السيد", "الساعدي", "fa", "آقای الساعدي"),
        ("السيد", None, "ar", ""),
        (None, None, "fa", ""),
    ],
)
def test_how_a_customer_is_called(title: str | None, family: str | None, language: str, called: str) -> None:
    assert wording.address(Customer("c", title, None, family, language), language) == called


def test_a_title_that_another_language_has_no_word_for_is_left_out() -> None:
    assert wording.address(Customer("c", "حاج آقا", None, "رضایی", "fa"), "ar") == "رضایی"
