"""Numbers with what they count."""

import pytest

from nlu.wording import counts_ar
from nlu.wording.nouns_ar import FORMS


def counted(text: str) -> str:
    for pattern, say in counts_ar.RULES:
        text = pattern.sub(say, text)
    return text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1 طلب", "طلب واحد"),
        ("2 طلب", "طلبان"),
        ("3 طلب", "ثلاثة طلبات"),
        ("11 طلبات", "أحد عشر طلبًا"),
        ("100 طلب", "مئة طلب"),
        ("103 طلب", "مئة وثلاثة طلبات"),
        ("في 2 طلب", "في طلبين"),
        ("في 12 رسالة", "في اثنتي عشرة رسالة"),
        ("بـ", "بـ"),
        ("ب2 ريال", "بريالين"),
        ("وب20 ريال", "وبعشرين ريالًا"),
        ("5 ألف", "خمسة آلاف"),
        ("2 مليون ريال", "مليونا ريال"),
        ("3 آلاف دينار", "ثلاثة آلاف دينار"),
        ("1.5 مليون ريال", "واحد فاصلة خمسة مليون ريال"),
        ("3.5 ريال", "ثلاثة فاصلة خمسة ريال"),
        ("3.5 ريال سعودي", "ثلاثة ريالات سعودية وخمسون هللة"),
        ("3.005 دينار كويتي", "ثلاثة دنانير كويتية وخمسة فلوس"),
        ("3.0055 دينار كويتي", "ثلاثة فاصلة صفر صفر خمسة وخمسين دينار كويتي"),
        ("2 ليرة تركية", "ليرتان تركيتان"),
        ("5 غرفة", "خمس غرف"),
        # not in the list: by its ending
        ("7 حديقة", "سبع حديقة"),
        ("12 حديقة", "اثنتا عشرة حديقة"),
        ("4 حديقات", "أربع حديقات"),
        ("5 المدينة", "5 المدينة"),
    ],
)
def test_counts(written: str, said: str) -> None:
    assert counted(written) == said


@pytest.mark.parametrize("noun", sorted({noun.one for noun in FORMS.values()}))
def test_every_noun_agrees_whatever_form_is_written(noun: str) -> None:
    one = FORMS[noun]
    for value in (1, 2, 3, 10, 11, 20, 99, 100, 101, 102, 103, 111, 1000, 2000):
        assert len({counted(f"{value} {form}") for form in (one.one, one.few, one.many)}) == 1
