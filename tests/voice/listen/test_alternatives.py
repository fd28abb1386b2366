"""Words, certainty and likelihood from vosk's list of readings."""

import json
import math

import pytest

from voice.listen.alternatives import read_alternatives


def reading(score: float, *words: tuple[str, float, float]) -> dict[str, object]:
    facts = [{"word": word, "start": start, "end": end} for word, start, end in words]
    return {"confidence": score, "text": " ".join(word for word, _, _ in words), "result": facts}


TWO = json.dumps(
    {
        "alternatives": [
            reading(-50.0, ("أريد", 1.0, 1.4), ("رصيدي", 1.5, 2.0)),
            reading(-50.0 - math.log(3), ("أريد", 1.0, 1.3), ("[unk]", 1.5, 2.0)),
        ]
    }
)


def test_a_word_is_as_sure_as_the_readings_that_hold_it() -> None:
    words, score = read_alternatives(TWO, 0.5)
    assert score == -50.0
    assert [word.text for word in words] == ["أريد", "رصيدي"]
    assert [word.confidence for word in words] == pytest.approx([1.0, 0.75])
    assert (words[0].start_ms, words[0].end_ms, words[1].start_ms) == (500, 900, 1000)


def test_the_same_word_elsewhere_is_another_word() -> None:
    told = {"alternatives": [reading(-5.0, ("سه", 0.0, 0.2)), reading(-5.0, ("سه", 0.3, 0.5))]}
    assert read_alternatives(json.dumps(told), 0.0)[0][0].confidence == pytest.approx(0.5)


@pytest.mark.parametrize("result", ['{"alternatives": [{"text": ""}]}', '{"alternatives": []}', '{"text": ""}'])
def test_silence_has_no_words(result: str) -> None:
    assert read_alternatives(result, 0.0) == ([], 0.0)
