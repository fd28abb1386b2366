"""Requests inside long stories."""

import numpy as np
import pytest

from nlu.rasa.long_texts import LONG_WORDS, PART_WORDS, told_within, windows

REQUESTS = np.array([True, True, False])


def test_short_texts_are_read_as_a_whole() -> None:
    assert windows(" ".join("الف" for _ in range(LONG_WORDS - 1))) == []


@pytest.mark.parametrize("count", [LONG_WORDS, LONG_WORDS + 1, 23, 40])
def test_the_parts_cover_every_word(count: int) -> None:
    words = [f"w{n}" for n in range(count)]
    parts = windows(" ".join(words))
    assert parts[0].split() == words[:PART_WORDS]
    assert parts[-1].split()[-1] == words[-1]
    assert {word for part in parts for word in part.split()} == set(words)


def test_a_part_that_asks_is_heard() -> None:
    shares = told_within(np.array([0.1, 0.1, 0.8]), np.array([[0.0, 0.1, 0.9], [0.95, 0.0, 0.05]]), REQUESTS)
    assert shares.argmax() == 0
    assert shares.sum() == pytest.approx(1)


def test_a_part_that_is_no_request_changes_nothing() -> None:
    whole = np.array([0.7, 0.1, 0.2])
    assert told_within(whole, np.array([[0.1, 0.0, 0.9]]), REQUESTS) == pytest.approx(whole)
