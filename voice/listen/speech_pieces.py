"""Where somebody speaks in a long recording of one voice, by what the voice activity network says of each chunk.

QUIET ── as much speech as a syllable ──▶ SPEECH ── as much silence as ends a sentence, or too long ──▶ QUIET, a piece
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SPEECH_AT = 0.5
BEGIN_MS = 96
END_MS = 700
AROUND_MS = 200
"""Of silence kept at both ends: sounds begin softly."""
LONGEST_MS = 15_000


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of the recording, ms."""

    start_ms: int
    end_ms: int


def spans(probabilities: Iterable[float], chunk_ms: int) -> Iterator[Span]:
    """The pieces of speech, in order, never overlapping; `probabilities` of speech, one a chunk."""
    speech_ms = silence_ms = at_ms = before_ms = 0
    start_ms: int | None = None
    for probability in probabilities:
        at_ms += chunk_ms
        loud = probability >= SPEECH_AT
        speech_ms, silence_ms = (speech_ms + chunk_ms, 0) if loud else (0, silence_ms + chunk_ms)
        if start_ms is None:
            if speech_ms >= BEGIN_MS:
                start_ms = max(before_ms, at_ms - speech_ms - AROUND_MS)
            continue
        if silence_ms >= END_MS or at_ms - start_ms >= LONGEST_MS:
            end_ms = at_ms if loud else at_ms - silence_ms + min(silence_ms, AROUND_MS)
            yield Span(start_ms, end_ms)
            start_ms, speech_ms, before_ms = None, 0, end_ms
    if start_ms is not None:
        yield Span(start_ms, max(start_ms, at_ms - silence_ms + min(silence_ms, AROUND_MS)))
