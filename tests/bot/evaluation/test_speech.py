"""The figures of a decoded set."""

from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.evaluation import speech
from bot.evaluation.speech import Decoded, figures_of
from bot.evaluation.utterances import Sample


def decoded(text: str, heard: str, speaker: str = "a", condition: str = "clean") -> Decoded:
    sample = Sample(Path("x.wav"), "fa", text, speaker, condition)
    return Decoded(sample, heard, sound_ms=2000, decode_ms=200.0, first_partial_ms=300, final_ms=12.0)


PAIRS = [decoded("سلام موجودی", "سلام موجودی"), decoded("سفارش من", "سفارش", "b", "noise")]


def test_rates_speed_and_latency() -> None:
    figures = figures_of(PAIRS, None)
    assert figures["word_error_rate"] == 0.25
    assert figures["sentence_accuracy"] == 0.5
    assert figures["real_time_factor"] == 0.1
    assert (figures["first_partial_p50_ms"], figures["final_p95_ms"]) == (300, 12)
    assert figures["intent_accuracy"] is None


def test_intent_accuracy_compares_what_was_heard_with_what_was_said() -> None:
    intents = {"سلام موجودی": "balance", "سفارش من": "order", "سفارش": "order"}
    assert figures_of(PAIRS, lambda text: intents.get(text, ""))["intent_accuracy"] == 1.0
    assert figures_of(PAIRS, lambda text: text)["intent_accuracy"] == 0.5


def test_groups_are_languages_conditions_and_speakers() -> None:
    groups = speech._groups(PAIRS)
    assert {name: len(group) for name, group in groups.items()} == {"fa": 2, "clean": 1, "noise": 1, "a": 1, "b": 1}


@pytest.mark.parametrize("content", [b"\n \n", "رصيد".encode("cp1256")])
def test_phrases_without_a_sentence_or_in_another_encoding_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.txt").write_bytes(content)
    with pytest.raises(DataFileError):
        speech._phrases(tmp_path / "p.txt")


def test_phrases_are_the_lines_that_are_not_empty(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("سلام\n\n موجودی \n", encoding="utf-8-sig")
    assert [line.text for line in speech._phrases(tmp_path / "p.txt")] == ["سلام", "موجودی"]
