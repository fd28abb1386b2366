"""Display sentences become words; nothing but digits changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.speakable_fa import speakable


@pytest.mark.parametrize(
    ("display", "spoken"),
    [
        ("موجودیِ شما ۲٬۵۰۰٬۰۰۰ ریال است.", "موجودیِ شما دو میلیونُ پانصد هزار ریال است."),
        ("موجودیِ شما ۲۵۰ هزار تومان است", "موجودیِ شما دویستُ پنجاه هزار تومان است"),
        ("۲۵۰۰۰۰۰ تومان", "دو میلیونُ پانصد هزار تومان"),
        ("سفارشِ ۱۲۳۴۵ ارسال شد", "سفارشِ یک دو سه، چهار پنج ارسال شد"),
        ("سفارشِ ۱۲ ۳۴۵ ارسال شد", "سفارشِ دوازده، سیصدُ چهلُ پنج ارسال شد"),
        ("ساعتِ 8:30 تا 17:00", "ساعتِ هشتُ نیمِ صبح تا ساعتِ پنجِ عصر"),
        ("پنجشنبه ۵ آذر", "پنجشنبه پنجمِ آذر"),
        ("۳۰ آبان ۱۴۰۵", "سی‌اُمِ آبانِ هزارُ چهارصدُ پنج"),
        ("۱۴۰۵/۰۸/۳۰", "سی‌اُمِ آبانِ هزارُ چهارصدُ پنج"),
        ("2026-11-21", "بیستُ یکمِ نوامبرِ دو هزارُ بیستُ شش"),
        ("۱۲٫۵٪", "دوازده ممیز پنج درصد"),
        ("۰۹۱۲۳۴۵۶۷۸۹", "صفر نهصدُ دوازده، سیصدُ چهلُ پنج، شصتُ هفت، هشتادُ نُه"),
        ("+989123456789", "صفر نهصدُ دوازده، سیصدُ چهلُ پنج، شصتُ هفت، هشتادُ نُه"),
        ("۰۹۱۲ ۳۴۵ ۶۷ ۸۹", "صفر نهصدُ دوازده، سیصدُ چهلُ پنج، شصتُ هفت، هشتادُ نُه"),
        ("۵ دیگر", "پنج دیگر"),
        ("عددِ ۹", "عددِ نُه"),
        ("25:99", "بیستُ پنج به نودُ نُه"),
        ("۱۴۰۵/۱۵/۴۰", "یک چهار صفر، پنج یک پنج، چهار صفر"),
        ("۴۵ آذر", "چهلُ پنج آذر"),
        ("کدِ ۰۰۷", "کدِ صفر صفر هفت"),
    ],
)
def test_sentences(display: str, spoken: str) -> None:
    assert speakable(display) == spoken


def test_an_iban_is_read_in_pairs() -> None:
    written = speakable("IR820540102680020817909002")
    assert written == speakable("IR82 0540 1026 8002 0817 9090 02")
    assert written.startswith("آی‌آر، هشتادُ دو، صفر پنج")


def test_a_text_without_digits_is_left_alone() -> None:
    assert speakable("کارِ دیگری هست؟") == "کارِ دیگری هست؟"


@given(st.text(alphabet="0123456789۰۱۲۳۹ .,٬٫:/-%٪+ ریالسفارش", max_size=30))
def test_no_digit_is_ever_left(text: str) -> None:
    assert not any(char.isdigit() for char in speakable(text))
