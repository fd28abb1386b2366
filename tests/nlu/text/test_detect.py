"""Language of a text: right or undecided, seldom wrong."""

import pytest

from nlu.text.detect import detect

FA = [
    "سلام موجودی حسابم رو می‌خوام", "سفارشم کجاست", "چند تا", "گرفتم", "پیگیری", "بله درسته",
    "می‌خوام با اپراتور صحبت کنم",
    "ساعت کاری شما", "یک دو سه چهار", "آدرستون کجاست", "خداحافظ شما", "نمی‌دونم", "لطفا تکرار کنید", "شماره سفارش",
]  # fmt: skip
AR = [
    "أريد معرفة رصيدي", "وين طلبي", "مرحبا كيف حالك", "أبغى أتكلم مع موظف", "ما هي ساعات العمل", "شكرا جزيلا",
    "رقم الطلب خمسة",
    "عندي شكوى", "من فضلك أعد", "السلام عليكم", "الى اين وصل الطلب", "لو سمحت العنوان",
]  # fmt: skip
SHARED = ["سلام", "الو", "12345", "", "۰۹۱۲", "OK"]


@pytest.mark.parametrize("text", FA)
def test_persian(text: str) -> None:
    assert detect(text) == "fa"


@pytest.mark.parametrize("text", AR)
def test_arabic(text: str) -> None:
    assert detect(text) == "ar"


@pytest.mark.parametrize("text", SHARED)
def test_what_both_say_is_undecided(text: str) -> None:
    assert detect(text) == "undecided"


def test_the_same_text_has_the_same_answer() -> None:
    texts = ["مدیریت محترم سازمان تامین", "محمد رضا حسن علوان کاظم", "حساب بانک ملت مرکز"]
    first = [detect(text) for text in texts]
    assert all([detect(text) for text in texts] == first for _ in range(5))
