"""Values as they are read back, and what the synthesiser is given for them."""

from collections.abc import Mapping
from typing import Any

import pytest

from nlu.values import parse_kind, said
from nlu.wording import speakable_ar, speakable_fa
from tests.nlu.values.reading import NOW

CHOICE = {"kind": "choice", "choices": {"post": {"fa": "پست, پستی", "ar": "البريد"}}}


@pytest.mark.parametrize(
    ("kind", "value", "language", "text"),
    [
        ("digits(5)", "12345", "fa", "۱۲ ۳۴۵"),
        ("digits(4)", "1234", "fa", "۱۲۳۴"),
        ("digits(6)", "123456", "ar", "١٢٣ ٤٥٦"),
        ("mobile", "09123456789", "fa", "۰۹۱۲ ۳۴۵ ۶۷ ۸۹"),
        ("mobile", "+9647701234567", "ar", "+٩٦٤ ٧٧ ٠١٢ ٣٤ ٥٦ ٧"),
        ("national_id", "0012345679", "fa", "۰۰۱ ۲۳۴ ۵۶ ۷۹"),
        ("card", "6037991111111111", "fa", "۶۰۳۷ ۹۹۱۱ ۱۱۱۱ ۱۱۱۱"),
        ("yesno", True, "fa", "بله"),
        ("yesno", False, "ar", "لا"),
        (CHOICE, "post", "fa", "پست"),
        ("date", "2026-12-26", "fa", "شنبه ۵ دی"),
        ("date", "1989-10-12", "fa", "پنجشنبه ۲۰ مهر ۱۳۶۸"),
        ("date", "2026-12-03", "ar", "الخميس ٣ ديسمبر"),
        ("text", "کوچهٔ دوم", "fa", "کوچهٔ دوم"),
        ("time", "16:45", "fa", "ساعت ۱۶:۴۵"),
        ("time", "18:00/20:00", "fa", "ساعت ۱۸ تا ۲۰"),
        ("amount", {"value": 200_000, "currency": "IRT"}, "fa", "۲۰۰ هزار تومان"),
        ("amount", {"value": 1_250_000, "currency": "IQD"}, "ar", "١٢٥٠٠٠٠ دينار عراقي"),
        ("quantity", 1.5, "fa", "۱.۵"),
        ("name", {"given": "علی", "family": "محمدی"}, "fa", "علی محمدی"),
        ("city", "اهواز", "fa", "اهواز"),
    ],
)
def test_display_text(kind: str | Mapping[str, Any], value: Any, language: str, text: str) -> None:
    assert said(parse_kind(kind), value, language, NOW) == text


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("digits(5)", "12345", "دوازده، سیصدُ چهلُ پنج"),
        ("mobile", "09123456789", "صفر نهصدُ دوازده، سیصدُ چهلُ پنج، شصتُ هفت، هشتادُ نُه"),
        ("date", "2026-12-26", "شنبه پنجمِ دی"),
        ("time", "16:45", "ساعتِ چهارُ چهلُ پنج دقیقهٔ بعدازظهر"),
        ("time", "18:00/20:00", "ساعتِ ششِ عصر تا ساعتِ هشتِ شب"),
        ("amount", {"value": 200_000, "currency": "IRT"}, "دویست هزار تومان"),
        ("quantity", 1.5, "یک ممیز پنج"),
    ],
)
def test_persian_for_the_ear(kind: str, value: Any, words: str) -> None:
    assert speakable_fa.speakable(said(parse_kind(kind), value, "fa", NOW)) == words


def test_arabic_for_the_ear() -> None:
    words = speakable_ar.speakable(said(parse_kind("date"), "2026-12-03", "ar", NOW))
    assert words == "الخَمِيس الثَّالِث مِن دِيسَمْبِر"
