"""The tables themselves: they must not send a word in a circle."""

import pytest

from nlu.text.colloquial import DIALECT_AR, WORDS_FA, colloquial_verb
from nlu.text.fold import match_key
from nlu.text.letters import fold


@pytest.mark.parametrize("table", [WORDS_FA, DIALECT_AR], ids=["fa", "ar"])
def test_tables_are_in_folded_letters(table: dict[str, str]) -> None:
    assert all(fold(word) == word and fold(written) == written for word, written in table.items())


@pytest.mark.parametrize(("table", "language"), [(WORDS_FA, "fa"), (DIALECT_AR, "ar")])
def test_tables_hold_single_words_that_come_to_rest(table: dict[str, str], language: str) -> None:
    for word, written in table.items():
        assert " " not in written and "_" not in written
        assert match_key(match_key(word, language), language) == match_key(word, language)


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("میخوام", "میخواهم"),
        ("میخواد", "میخواهد"),
        ("نمیدونم", "نمیدانم"),
        ("میشه", "میشود"),
        ("میگم", "میگویم"),
        ("میرم", "میروم"),
        ("بگین", "بگویید"),
        ("میتونید", "میتوانید"),
    ],
)
def test_verbs(spoken: str, written: str) -> None:
    assert colloquial_verb(spoken) == written


@pytest.mark.parametrize("word", ["میز", "سفارش", "میخواهم", "میدانم", "میشود", "بیمار"])
def test_other_words_stay(word: str) -> None:
    assert colloquial_verb(word) == word
