"""What currencies are called."""

import pytest

from nlu.text.letters import fold
from nlu.values.money_words import CURRENCIES, called, money_of, named, part_of_one


@pytest.mark.parametrize(
    ("language", "text", "unit", "code"),
    [
        ("fa", "تومنه", "", "IRT"),
        ("fa", "دینار کویت", "", "KWD"),
        ("ar", "ريال عماني", "", "OMR"),
        ("ar", "دينار", "", "IQD"),
        ("ar", "دينار", "BHD", "BHD"),
        ("ar", "ريال سعودي", "QAR", "SAR"),
    ],
)
def test_the_land_or_the_kind_settles_a_shared_name(language: str, text: str, unit: str, code: str) -> None:
    assert [one.code for one in named(fold(text), money_of(language), unit)] == [code]


def test_a_dual_says_two() -> None:
    assert named(fold("ريالين"), money_of("ar"), "")[0].dual
    assert not named(fold("ريال"), money_of("ar"), "")[0].dual


def test_parts_of_one() -> None:
    assert part_of_one(fold("فلس"), money_of("ar")) == 1000
    assert part_of_one(fold("هللة"), money_of("ar")) == 100
    assert part_of_one(fold("تومان"), money_of("fa")) == 0


def test_every_currency_has_a_name_in_arabic_with_its_land_where_several_share_it() -> None:
    names = [called(code, money_of("ar")) for code in CURRENCIES]
    assert len(set(names)) == len(CURRENCIES)
    assert called("IQD", money_of("ar")) == "دينار عراقي"
    assert called("IRT", money_of("fa")) == "تومان"
    assert called("XXX", money_of("fa")) == "XXX"
