"""How many, how much."""

import pytest

from nlu.values.quantities import keyed
from tests.nlu.values.reading import first


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("fa", "سه تا", 3),
        ("fa", "چارتا", 4),
        ("fa", "یه دونه فقط", 1),
        ("fa", "نیم کیلو", 0.5),
        ("fa", "یک کیلو و نیم", 1.5),
        ("fa", "کیلو و نیم", 1.5),
        ("fa", "دو و نیم کیلو", 2.5),
        ("fa", "یه جین", 12),
        ("fa", "دو جفت", 4),
        ("fa", "صد و بیست متر", 120),
        ("fa", "شیش تا نه هفت تا", 7),
        ("fa", "نمی‌دونم", None),
        ("ar", "حبتين", 2),
        ("ar", "وحدة بس", 1),
        ("ar", "نص كيلو", 0.5),
        ("ar", "كيلو ونص", 1.5),
        ("ar", "ثلاث حبات", 3),
        ("ar", "درزن", 12),
        ("ar", "خمسة وعشرين", 25),
        ("ar", "أربعة لا خلها خمسة", 5),
        ("ar", "٣ حبات", 3),
        ("ar", "ما أدري", None),
    ],
)
def test_how_many(language: str, text: str, number: float | None) -> None:
    assert first("quantity", text, language) == number


def test_keys() -> None:
    assert keyed("12")[0].value == 12
    assert keyed("#") == ()
