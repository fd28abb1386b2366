"""The facts about each language are whole, and no two languages claim the same."""

from dataclasses import fields
from itertools import combinations, pairwise
from typing import get_args

import pytest

from nlu.text.languages import (
    ASCII_DIGITS,
    CODES,
    FALLBACK,
    LANGUAGES,
    Code,
    Language,
    ascii_digits,
    code_of,
    language,
    others,
    own_digits,
    scripts,
)
from nlu.text.letters import fold

EACH = pytest.mark.parametrize("one", LANGUAGES.values(), ids=LANGUAGES)


def test_the_type_the_tuple_and_the_table_name_the_same_languages() -> None:
    assert get_args(Code) == CODES == tuple(LANGUAGES)
    assert FALLBACK in CODES


@EACH
def test_every_fact_is_there(one: Language) -> None:
    assert LANGUAGES[one.code] is one
    assert [field.name for field in fields(one) if not getattr(one, field.name)] in ([], ["own_writing"])
    assert (len(one.digits), len(one.digit_words)) == (10, 10)
    assert (len(one.months), len(set(one.months)), len(one.weekdays)) == (12, 12, 7)
    assert [int(digit) for digit in one.digits] == list(range(10))
    assert all(greater > less for greater, less in pairwise(one.scales))


@pytest.mark.parametrize(("one", "other"), list(combinations(LANGUAGES.values(), 2)))
def test_what_tells_languages_apart_is_of_one_of_them(one: Language, other: Language) -> None:
    assert one.key != other.key
    for fact in ("aliases", "digits", "own_letters", "months", "weekdays"):
        assert not set(getattr(one, fact)) & set(getattr(other, fact)), fact


@EACH
def test_a_language_folds_no_letter_of_its_own(one: Language) -> None:
    assert not {chr(letter) for letter in one.fold} & set(one.own_letters)
    assert one.strange_letters.translate(one.fold) != one.strange_letters
    assert not set(one.strange_letters) & {*one.own_letters, *"".join(one.yes | one.no | one.usual)}


@EACH
def test_yes_is_no_no(one: Language) -> None:
    assert not set(map(fold, one.yes)) & set(map(fold, one.no))


@pytest.mark.parametrize(
    ("name", "code"),
    [("Persian", "fa"), ("فارسی", "fa"), ("AR", "ar"), ("العربية", "ar"), ("fa_IR", "fa"), ("de", None)],
)
def test_a_language_is_known_by_what_records_call_it(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_a_language_that_is_not_ours_is_spoken_to_in_the_fallback() -> None:
    assert language("tr") is LANGUAGES[FALLBACK]
    assert language("ar").name == "Arabic"
    assert [one.code for one in others("fa")] == [code for code in CODES if code != "fa"]


def test_digits_of_every_script() -> None:
    assert ascii_digits("۰۹۱۲٣٤٥") == "0912345"
    assert (own_digits("order 12", "fa"), own_digits("12", "ar"), own_digits("12", "tr")) == ("order ۱۲", "١٢", "۱۲")
    assert [ascii_digits(own_digits(ASCII_DIGITS, code)) for code in CODES] == [ASCII_DIGITS] * len(CODES)
    assert scripts(["12", "x"]) == ("12", "۱۲", "١٢", "x")
