"""Edges of speech by energy."""

import numpy as np

from voice.softphone.speech import SpeechEdge, SpeechEdges, ToneStarts, is_loud, loud_span

LOUD = (1000).to_bytes(2, "little") * 160
FAINT = (100).to_bytes(2, "little") * 160  # -50 dBFS
QUIET = bytes(320)


def edges_of(frames: list[bytes]) -> list[SpeechEdge]:
    speech = SpeechEdges()
    found = [edge for n, frame in enumerate(frames) if (edge := speech.feed(n * 0.02, frame))]
    last = speech.finish()
    return [*found, last] if last else found


def rounded(edges: list[SpeechEdge]) -> list[tuple[str, float]]:
    return [(edge.kind.removeprefix("far_speech_"), round(edge.t, 3)) for edge in edges]


def test_levels() -> None:
    assert is_loud(LOUD)
    assert not is_loud(FAINT)
    assert not is_loud(QUIET)
    assert not is_loud(b"")


def test_both_edges_are_dated_back() -> None:
    assert rounded(edges_of([QUIET] * 10 + [LOUD] * 5 + [QUIET] * 30)) == [("started", 0.2), ("ended", 0.3)]


def test_a_short_pause_does_not_end_speech() -> None:
    assert rounded(edges_of([LOUD] * 5 + [QUIET] * 19 + [LOUD] * 5 + [QUIET] * 30)) == [
        ("started", 0.0),
        ("ended", 0.58),
    ]


def test_a_long_pause_does() -> None:
    kinds = [kind for kind, _ in rounded(edges_of([LOUD] * 5 + [QUIET] * 21 + [LOUD] * 5 + [QUIET] * 30))]
    assert kinds == ["started", "ended", "started", "ended"]


def test_the_end_of_the_call_ends_speech() -> None:
    assert rounded(edges_of([LOUD] * 5)) == [("started", 0.0), ("ended", 0.1)]


def test_silence_has_no_edges() -> None:
    assert edges_of([FAINT, QUIET] * 50) == []
    assert SpeechEdges().finish() is None


def test_the_loud_part_of_a_file() -> None:
    assert loud_span(QUIET * 10 + LOUD * 5 + QUIET * 10) == (0.2, 0.3)
    assert loud_span(QUIET * 10) is None
    assert loud_span(b"") is None


def sound(hz: float, seconds: float = 1.0) -> list[bytes]:
    pcm = (2000 * np.sin(2 * np.pi * hz * np.arange(round(8000 * seconds)) / 8000)).astype("<i2").tobytes()
    return [pcm[at : at + 320] for at in range(0, len(pcm), 320)]


def tones_of(frames: list[bytes]) -> list[float]:
    starts = ToneStarts()
    return [round(found, 3) for n, frame in enumerate(frames) if (found := starts.feed(n * 0.02, frame)) is not None]


def test_each_tone_is_told_once_with_its_start() -> None:
    assert tones_of([QUIET] * 10 + sound(425) + [QUIET] * 100 + sound(425)) == [0.2, 3.2]


def test_other_pitches_short_beeps_and_voices_are_no_waiting_tone() -> None:
    assert tones_of(sound(1000) + sound(120) + sound(425, 0.1) + [QUIET] + [LOUD] * 50) == []
