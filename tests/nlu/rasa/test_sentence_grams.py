"""What the classifier looks at, in the Rasa environment."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

CODE = """
import json
from nlu.rasa.sentence_grams import grams, letters
texts = ("سفارش نمی خوام", "سلام", "")
print(json.dumps({text: {"letters": letters(text), "all": grams(text)} for text in texts}))
"""


@pytest.fixture(scope="module")
def found(in_rasa: Callable[[str], Any]) -> dict[str, Any]:
    result: dict[str, Any] = in_rasa(CODE)
    return result


def test_runs_of_letters_stay_inside_words(found: dict[str, Any]) -> None:
    runs = found["سفارش نمی خوام"]["letters"]
    assert "سفار" in runs
    assert not any(run.strip() != run.strip().replace(" ", "") for run in runs)
    assert max(map(len, runs)) == 4


def test_words_pairs_and_the_ends_are_looked_at(found: dict[str, Any]) -> None:
    seen = found["سفارش نمی خوام"]
    assert seen["all"][len(seen["letters"]) :] == [
        "=سفارش", "=نمی", "=خوام", "=^=سفارش", "=سفارش=نمی", "=نمی=خوام", "=خوام=$",
    ]  # fmt: skip


def test_an_empty_text_has_no_words(found: dict[str, Any]) -> None:
    assert found[""]["all"] == ["=^=$"]
