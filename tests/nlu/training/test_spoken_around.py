"""Openings, closings and hesitations around what callers say."""

import pytest

from nlu.training.spoken_around import CLOSED, FILLED, OPENED, around

EXTRAS = {"opening": ["سلام", "ببخشید", "الو", "خب"], "closing": ["لطفاً"], "filler": ["یعنی"]}
SAID = [("سفارشم کجاست", 2.0)]


def test_the_sentence_itself_stays() -> None:
    assert around(SAID, EXTRAS)[0] == SAID[0]


def test_each_sort_gets_its_share() -> None:
    found = around(SAID, EXTRAS)
    opened = sum(weight for text, weight in found if text.endswith(SAID[0][0]) and text != SAID[0][0])
    assert sum(weight for _, weight in found) == pytest.approx(2.0 * (1 + OPENED + CLOSED + FILLED))
    assert opened >= 2.0 * OPENED - 1e-9


def test_the_words_keep_their_order() -> None:
    for text, _ in around(SAID, EXTRAS):
        words = text.split()
        assert words.index("سفارشم") < words.index("کجاست")


def test_same_sentence_same_variants() -> None:
    assert around(SAID, EXTRAS) == around(SAID, EXTRAS)


def test_without_lookups_nothing_is_added() -> None:
    assert around(SAID, {}) == SAID
