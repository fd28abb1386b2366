"""Amounts of money, whose currency and scale are never guessed."""

import pytest

from nlu.values.amounts import keyed
from nlu.values.kinds import parse_kind
from tests.nlu.values.reading import readings


def amounts(kind: str, text: str, language: str) -> list[tuple[float, str, str]]:
    return [(one.value["value"], one.value["currency"], one.lacks) for one in readings(kind, text, language)]


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("fa", "دویست هزار تومن", 200_000, "IRT"),
        ("fa", "سه میلیون و دویست و پنجاه هزار ریال", 3_250_000, "IRR"),
        ("fa", "یک و نیم میلیون تومان", 1_500_000, "IRT"),
        ("fa", "مبلغش دوازده میلیون و هشتصد هزار تومنه", 12_800_000, "IRT"),
        ("fa", "صد و سی هزار نه ببخشید صد و چهل هزار تومن", 140_000, "IRT"),
        ("fa", "۷۵۰ هزار تومان", 750_000, "IRT"),
        ("fa", "بیست دلار", 20, "USD"),
        ("ar", "مية وخمسين ألف دينار", 150_000, "IQD"),
        ("ar", "عشرين دينار كويتي", 20, "KWD"),
        ("ar", "خمسمية ريال", 500, "SAR"),
        ("ar", "خمسين ألف ريال إيراني", 50_000, "IRR"),
        ("ar", "عشرة ريال ونص", 10.5, "SAR"),
        ("ar", "خمسة دنانير كويتية وخمسمية فلس", 5.5, "KWD"),
        ("ar", "مليون وربع دينار عراقي", 1_250_000, "IQD"),
        ("ar", "ريالين", 2, "SAR"),
        ("ar", "دينارين ونص", 2.5, "IQD"),
    ],
)
def test_what_is_said_in_full(language: str, text: str, value: float, currency: str) -> None:
    assert amounts("amount", text, language)[0] == (value, currency, "")


def test_a_thousand_that_may_have_been_left_out_is_asked_for() -> None:
    assert amounts("amount", "دویست تومن", "fa") == [(200_000, "IRT", "unit"), (200, "IRT", "unit")]
    assert (2_500_000, "IRT", "unit") in amounts("amount", "دو و نیم تومن", "fa")
    assert (1_500_000, "IRT", "unit") in amounts("amount", "یک و پونصد تومن", "fa")


def test_a_currency_that_is_not_said_is_asked_for() -> None:
    assert amounts("amount", "دویست هزار", "fa") == [(200_000, "IRT", "unit"), (200_000, "IRR", "unit")]
    assert amounts("amount(IRT)", "دویست هزار", "fa") == [(200_000, "IRT", "")]
    assert {lacks for _, _, lacks in amounts("amount", "خمسمية", "ar")} == {"unit"}


def test_the_kind_settles_a_name_that_several_lands_have() -> None:
    assert amounts("amount(KWD)", "عشرين دينار", "ar") == [(20, "KWD", "")]
    assert amounts("amount(KWD)", "عشرين ألف دينار عراقي", "ar") == [(20_000, "IQD", "")]


def test_what_is_no_amount() -> None:
    assert readings("amount", "نمی‌دونم", "fa") == ()


def test_keys_are_the_number() -> None:
    assert [one.value["currency"] for one in keyed(parse_kind("amount"), "50000", "fa")] == ["IRT", "IRR"]
    assert keyed(parse_kind("amount(IQD)"), "50000", "ar")[0].value == {"value": 50000, "currency": "IQD"}
    assert keyed(parse_kind("amount"), "5*", "fa") == ()
