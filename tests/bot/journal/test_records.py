"""How long an answer took, by the times of the caller's turn."""

import pytest

from bot.journal.records import Turn


@pytest.mark.parametrize(
    ("end_of_speech_ms", "first_sample_ms", "answer_ms"),
    [(4_000, 4_380, 380), (4_000, None, None), (None, 4_380, None), (0, 0, 0)],
)
def test_from_the_last_word_to_the_first_sample(
    end_of_speech_ms: int | None, first_sample_ms: int | None, answer_ms: int | None
) -> None:
    turn = Turn(0, "caller", "سلام", end_of_speech_ms=end_of_speech_ms, first_sample_ms=first_sample_ms)
    assert turn.answer_ms == answer_ms
