"""Numbers that are corrected while they are said."""

import pytest

from nlu.numbers.correction import corrected, tail
from nlu.numbers.slots import ORDER_NUMBER

RIGHT = [
    ("fa", "یک دو سه چهار شش نه آخرش پنج بود", "12345"),
    ("fa", "یک دو سه چهار شش ببخشید آخرش پنج بود", "12345"),
    ("fa", "دوازده سیصد و چهل و شش نه آخرش پنج", "12345"),
    ("fa", "یک دو سه چهار شش نه یک دو سه چهار پنج", "12345"),
    ("fa", "یک دو سه چهار شش ببخشید پنج", "12345"),
    ("fa", "یک دو سه چهار شش اشتباه گفتم یک دو سه چهار پنج", "12345"),
    ("fa", "دو دو سه چهار پنج نه اولش یک بود", "12345"),
    ("fa", "سفارشم یک دو سه شش شش هست نه ببخشید آخرش چهل و پنجه", "12345"),
    ("ar", "واحد اثنين ثلاثة أربعة ستة لا الأخير خمسة", "12345"),
    ("ar", "واحد اثنين ثلاثة أربعة ستة عفوا خمسة", "12345"),
    ("ar", "اثنين اثنين ثلاثة أربعة خمسة لا الأول واحد", "12345"),
    ("ar", "واحد اثنين ثلاثة أربعة ستة لا واحد اثنين ثلاثة أربعة خمسة", "12345"),
]
NOTHING = [
    ("fa", "یک دو سه چهار پنج"),
    ("fa", "یک دو سه چهار نه"),
    ("fa", "نه یک دو سه چهار پنج"),
    ("fa", "سفارش یک دو سه چهار پنج آخرش چی شد"),
    ("fa", "یک دو سه چهار پنج ببخشید می‌خواستم بدونم کی می‌رسه یک روز دیگه"),
    ("fa", "آخرش پنج بود"),
    ("ar", "واحد اثنين ثلاثة أربعة خمسة"),
    ("ar", "لا واحد اثنين ثلاثة أربعة خمسة"),
    ("ar", "عفوا وين طلبي"),
]


@pytest.mark.parametrize(("language", "said", "number"), RIGHT)
def test_the_corrected_number_is_meant(language: str, said: str, number: str) -> None:
    assert corrected(said, ORDER_NUMBER, language) == number


@pytest.mark.parametrize(("language", "said"), NOTHING)
def test_where_nothing_is_corrected(language: str, said: str) -> None:
    assert corrected(said, ORDER_NUMBER, language) is None


@pytest.mark.parametrize(
    ("language", "said", "digits"),
    [
        ("fa", "آخرش پنج بود", "5"),
        ("fa", "نه ببخشید اولش چهل و سه‌ست", "43"),
        ("fa", "آخریش فکر کنم دو بود", "2"),
        ("ar", "الأخير خمسة", "5"),
        ("ar", "لا الأول واحد", "1"),
    ],
)
def test_a_sentence_of_its_own_that_puts_an_end_right(language: str, said: str, digits: str) -> None:
    found = tail(said, language)
    assert found is not None
    assert found[0] == digits
    assert 0 < found[1][0] < found[1][1] <= len(said)


@pytest.mark.parametrize("said", ["آخرش چی شد", "پنج", "یک دو سه چهار پنج", "آخر هفته ساعت پنج بازید", "نه پنج"])
def test_no_sentence_that_puts_an_end_right(said: str) -> None:
    assert tail(said) is None
