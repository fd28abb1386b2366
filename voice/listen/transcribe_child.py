"""A child process that writes down what one person says in a recording, when the machine has nothing better to do.

stdin:  a line of JSON {"language": "fa", "models": {"fa": {"general": "/folder"}}, "idle": true}, then 8 kHz s16 PCM
stdout: a line of JSON a piece of speech {"start_ms", "end_ms", "text", "confidence"}

Where it is told to be `idle`, it takes a seventieth of what any other process gets (nice 19, sched(7)): a live call's
recogniser does not feel it. SCHED_IDLE was tried: on a busy machine it got a second of processor time in four minutes.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import IO

from voice.audio import FRAME_BYTES, SAMPLE_RATE_HZ
from voice.listen.engines import Engines
from voice.listen.recogniser import RecognisedText, Recogniser
from voice.listen.speech_pieces import Span, spans
from voice.listen.vad import CHUNK_MS, Vad, VadNetwork

BYTES_A_MS = 2 * SAMPLE_RATE_HZ // 1000


def main(source: IO[bytes], out: IO[str]) -> None:
    """Do one recording."""
    job = json.loads(source.readline())
    if job["idle"]:
        step_back()
    pcm = source.read()
    recogniser = Engines(job["models"]).open(job["language"], "general")
    for span in speech_in(pcm):
        heard = decode(recogniser, pcm, span)
        if heard.text:
            times = {"start_ms": span.start_ms, "end_ms": span.end_ms}
            out.write(json.dumps({**times, "text": heard.text, "confidence": heard.confidence}) + "\n")
            out.flush()


def speech_in(pcm: bytes) -> Iterator[Span]:
    """Where speech is."""
    vad = Vad(VadNetwork())
    frames = (pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm), FRAME_BYTES))
    return spans((chunk.probability for frame in frames for chunk in vad.feed(frame, 0.0)), CHUNK_MS)


def decode(recogniser: Recogniser, pcm: bytes, span: Span) -> RecognisedText:
    """What is said there."""
    recogniser.reset()
    sound = pcm[span.start_ms * BYTES_A_MS : span.end_ms * BYTES_A_MS]
    for at in range(0, len(sound), FRAME_BYTES):
        recogniser.accept(sound[at : at + FRAME_BYTES])
    return recogniser.final()


def step_back() -> None:
    """Leave nearly everything to everybody else."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, 19)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout)
