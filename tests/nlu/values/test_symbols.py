"""Words about days as rows of symbols."""

import pytest

from nlu.values.symbols import letters, symbols
from nlu.values.words import day_words


@pytest.mark.parametrize(
    ("language", "text", "row"),
    [
        ("fa", "شنبهٔ هفتهٔ بعد", "WKn"),
        ("fa", "بیست و پنجم آذر", "OM"),
        ("fa", "روز پنجم آذر ماه سال ۱۴۰۵", "DOMYN"),
        ("fa", "سه‌شنبه", "W"),
        ("fa", "سه شنبه ساعت سه", "WTN"),
        ("fa", "سی‌اُم", "O"),
        ("fa", "بیستوپنجم", "O"),
        ("fa", "۵/۹", "NzN"),
        ("fa", "بعد از ظهر", "x"),
        ("ar", "بعد ثلاثة أيام", "nND"),
        ("ar", "الخامس والعشرين من ديسمبر", "OM"),
        ("ar", "الحادي عشر", "O"),
        ("ar", "يومين", "D"),
        ("ar", "بالخميس", "W"),
        ("ar", "تشرين الأول", "M"),
        ("ar", "الاثنين", "W"),
        ("fa", "سلام خوبید", ""),
    ],
)
def test_words_become_symbols(language: str, text: str, row: str) -> None:
    assert letters(symbols(text, day_words(language), language)) == row


def test_a_dual_counts_two() -> None:
    assert symbols("يومين", day_words("ar"), "ar")[0].value == 2


def test_numbers_keep_all_that_they_may_be() -> None:
    number = symbols("بیست پنج", day_words("fa"), "fa")[0]
    assert [value for value, _ in number.within(1, 31)] == [25]
