"""Counted nouns: every form leads to the noun, and each form is there."""

import pytest

from nlu.wording import ar as wording_ar
from nlu.wording.nouns_ar import FORMS, MONEY, MONEY_FORMS, THINGS


@pytest.mark.parametrize("noun", [*MONEY, *THINGS], ids=lambda noun: noun.one)
def test_every_form_is_found(noun: wording_ar.Noun) -> None:
    for form in (noun.one, noun.two, noun.few, noun.many):
        assert FORMS[form] == noun


def test_a_form_may_be_written_without_its_tanwin() -> None:
    assert FORMS["ريالا"] == FORMS["ريالًا"] == MONEY_FORMS["ريال"]


@pytest.mark.parametrize(
    ("value", "noun", "words"),
    [
        (3, "كتاب", "ثلاثة كتب"), (3, "ساعة", "ثلاث ساعات"), (11, "طلب", "أحد عشر طلبًا"), (2, "رسالة", "رسالتان"),
        (13, "فاتورة", "ثلاث عشرة فاتورة"), (1, "مرة", "مرة واحدة"), (100, "دولار", "مئة دولار"),
    ],
)  # fmt: skip
def test_agreement(value: int, noun: str, words: str) -> None:
    assert wording_ar.counted(value, FORMS[noun]) == words
