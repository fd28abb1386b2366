"""What people are called."""

import pytest

from tests.nlu.values.reading import readings


@pytest.mark.parametrize(
    ("language", "text", "given", "family"),
    [
        ("fa", "محمدی هستم", "", "محمدی"),
        ("fa", "علیرضا محمدی هستم", "علیرضا", "محمدی"),
        ("fa", "اسمم مریمه", "مریم", ""),
        ("fa", "سلام خانم فاطمه احمدی هستم", "فاطمه", "احمدی"),
        ("fa", "من زهرا موسوی هستم از اهواز تماس می‌گیرم", "زهرا", "موسوی"),
        ("fa", "محمد رضا کریمی", "محمد رضا", "کریمی"),
        ("fa", "اسمم رضاست فامیلیم احمدی", "رضا", "احمدی"),
        ("fa", "من احمدی‌ام", "", "احمدی"),
        ("ar", "حاب أحجز باسم نور", "نور", ""),
        ("fa", "محمد نه ببخشید محمود صالحی", "محمود", "صالحی"),
        ("ar", "اسمي أحمد", "أحمد", ""),
        ("ar", "معاك محمد الساعدي", "محمد", "الساعدي"),
        ("ar", "أنا عبد الله القحطاني", "عبد الله", "القحطاني"),
        ("ar", "معك رامي خوري من بيروت", "رامي", "خوري"),
        ("ar", "سعد لا سعيد العتيبي", "سعيد", "العتيبي"),
    ],
)
def test_given_and_family_names(language: str, text: str, given: str, family: str) -> None:
    assert readings("name", text, language)[0].value == {"given": given, "family": family}


def test_a_single_word_may_be_either() -> None:
    found = readings("name", "محمدی", "fa")
    assert [(one.value["given"], one.value["family"], one.lacks) for one in found] == [
        ("", "محمدی", "given"),
        ("محمدی", "", "family"),
    ]


def test_a_sentence_is_no_name() -> None:
    assert readings("name", "سفارشم هنوز نرسیده چرا اینقدر طول کشیده", "fa") == ()
    assert readings("name", "سلام", "fa") == ()
