"""What a number calls itself."""

import pytest

from nlu.numbers.ar import runs as runs_ar
from nlu.numbers.context import is_another
from nlu.numbers.fa import runs as runs_fa


@pytest.mark.parametrize(
    ("language", "said", "another"),
    [
        ("fa", "شماره فاکتورم دوازده سیصد و چهل و پنج", True),
        ("fa", "شماره شکایتم هست یک دو سه چهار پنج", True),
        ("fa", "کد ملی یک دو سه چهار پنج", True),
        ("fa", "دوازده هزار و سیصد و چهل و پنج تومن", True),
        ("fa", "شماره سفارشم یک دو سه چهار پنج", False),
        ("fa", "یک دو سه چهار پنج", False),
        ("fa", "فاکتور که خوندم نوشته سفارش یک دو سه چهار پنج", False),
        ("ar", "رقم الشكوى واحد اثنين ثلاثة أربعة خمسة", True),
        ("ar", "رقم الفاتورة اثنا عشر ألف وثلاثمئة وخمسة وأربعين", True),
        ("ar", "اثنا عشر ألف وثلاثمئة وخمسة وأربعين دينار", True),
        ("ar", "رقم الطلب واحد اثنين ثلاثة أربعة خمسة", False),
    ],
)
def test_other_numbers_are_told_apart(language: str, said: str, another: bool) -> None:
    (run,) = [one for one in (runs_ar if language == "ar" else runs_fa)(said) if len(one.readings[0].digits) > 2]
    assert is_another(said, run.span, language) is another
