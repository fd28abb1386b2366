"""How callers say days and times, for the graph that awaits them."""

from datetime import datetime

import pytest

from nlu.text.languages import CODES
from nlu.training.date_sentences import SENTENCES, date_sentences
from nlu.values import parse_kind, read

NOW = datetime(2026, 11, 30, 10, 0)


@pytest.mark.parametrize("code", CODES)
def test_they_weigh_what_they_should_and_are_the_same_every_time(code: str) -> None:
    found = date_sentences(code, 6.0)
    assert len(found) == SENTENCES
    assert sum(weight for _, weight in found) == pytest.approx(6.0)
    assert found == date_sentences(code, 6.0)
    assert len({text for text, _ in found}) > SENTENCES // 3


@pytest.mark.parametrize("code", CODES)
def test_nearly_all_are_read_as_a_day_or_a_time(code: str) -> None:
    texts = {text for text, _ in date_sentences(code, 1.0)}
    kinds = [parse_kind("date"), parse_kind("time")]
    unread = {text for text in texts if not any(read(kind, text, code, NOW) for kind in kinds)}
    assert len(unread) < len(texts) / 100, unread
