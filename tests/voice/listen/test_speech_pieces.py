"""Where speech is, from scripted probabilities of 32 ms each."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voice.listen.speech_pieces import AROUND_MS, END_MS, LONGEST_MS, Span, spans

MS = 32


def said(*stretches: tuple[float, int]) -> list[Span]:
    """Stretches of a probability and a length in ms."""
    return list(spans(_chunks(stretches), MS))


def _chunks(stretches: Iterable[tuple[float, int]]) -> list[float]:
    return [probability for probability, length_ms in stretches for _ in range(length_ms // MS)]


def test_silence_and_clicks_are_nothing() -> None:
    assert said((0.1, 5_000)) == []
    assert said((0.1, 1_000), (0.9, 64), (0.1, 1_000)) == []


def test_a_sentence_with_some_silence_around() -> None:
    (span,) = said((0.0, 1_024), (0.9, 2_048), (0.0, 2_048))
    assert span == Span(1_024 - AROUND_MS, 1_024 + 2_048 + AROUND_MS)


def test_a_breath_ends_nothing_a_pause_does() -> None:
    assert len(said((0.9, 1_024), (0.0, 512), (0.9, 1_024), (0.0, 2_000))) == 1
    assert len(said((0.9, 1_024), (0.0, 1_024), (0.9, 1_024), (0.0, 2_000))) == 2


def test_who_never_pauses_is_cut_and_nothing_is_lost() -> None:
    found = said((0.9, 2 * LONGEST_MS + 4_000), (0.0, 1_000))
    assert len(found) == 3
    assert found[0].start_ms == 0
    assert all(after.start_ms - before.end_ms <= 2 * MS for before, after in pairwise(found))


def test_what_ends_with_the_recording_is_taken() -> None:
    assert said((0.0, 992), (0.9, 992)) == [Span(992 - AROUND_MS, 1_984)]


@given(st.lists(st.floats(0, 1), max_size=400))
def test_pieces_are_in_order_within_the_recording_and_never_overlap(probabilities: list[float]) -> None:
    found = list(spans(probabilities, MS))
    assert all(0 <= span.start_ms <= span.end_ms <= len(probabilities) * MS for span in found)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(found))
    assert END_MS > AROUND_MS
