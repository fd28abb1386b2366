"""The loop of a synthesiser process: `python -m voice.speak.speak_worker FD`, started by the speaker.

Texts are spoken sentence by sentence, in turns, so that a long one delays the others by one sentence only.
"""

import selectors
import socket
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import soxr

from voice.audio import FRAME_BYTES, SAMPLE_RATE_HZ, to_samples, whole_frames
from voice.errors import VoiceBroken
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.line_sound import LineSound, gain_to_target
from voice.speak.piper_engine import PiperSynthesiser
from voice.speak.sentences import sentences
from voice.speak.speak_wire import MOST_PCM, Failed, Forget, Message, Said, Say, Sound, pack, unpack
from voice.speak.synthesiser import Synthesiser, VoiceChoice
from voice.speak.tashkeel import MarkedVoice, Tashkeel
from voice.worker import MAX_MESSAGE_BYTES
from voice.worker_child import Settings, pulse_answer, run_child

CALIBRATION = "1 2 3 4 5 6 7 8 9"  # every voice can read it
PIECE_BYTES = 200 * FRAME_BYTES // 20  # after the first piece, which goes at once


@dataclass
class Voice:
    """A synthesiser and the gain that brings it to the common loudness."""

    synthesiser: Synthesiser
    gain: float


@dataclass
class Job:
    """One text on its way."""

    say: Say
    voice: Voice
    left: deque[str]
    line: LineSound
    ready: bytearray = field(default_factory=bytearray)
    begun: bool = False


class Desk:
    """All jobs of this process."""

    def __init__(self, voices: Mapping[str, Voice]) -> None:
        self._voices = voices
        self._jobs: deque[Job] = deque()

    def run(self, control: socket.socket) -> None:
        """Serve until the parent closes `control`."""
        selector = selectors.DefaultSelector()
        selector.register(control, selectors.EVENT_READ)
        while True:
            if selector.select(0 if self._jobs else None):
                packet = control.recv(MAX_MESSAGE_BYTES)
                if not packet:
                    return
                self._take(packet, control)
            elif self._jobs:
                self._speak(self._jobs.popleft(), control)

    def _take(self, packet: bytes, control: socket.socket) -> None:
        if packet[:1] == b"{":
            control.send(pulse_answer({"jobs": len(self._jobs)}))
            return
        message = unpack(packet)
        if isinstance(message, Say):
            voice = self._voices[message.language]
            line = LineSound(voice.synthesiser.rate_hz, voice.gain)
            self._jobs.append(Job(message, voice, deque(sentences(message.text)), line))
        elif isinstance(message, Forget):
            self._jobs = deque(job for job in self._jobs if job.say.job != message.job)

    def _speak(self, job: Job, control: socket.socket) -> None:
        """The job's next sentence; the job goes to the end of the queue, or out."""

        def send(message: Message) -> None:
            control.send(pack(message))

        def sink(pcm: bytes) -> None:
            job.ready += job.line.feed(pcm)
            least = FRAME_BYTES if not job.begun else PIECE_BYTES
            if len(job.ready) >= least:
                _send_frames(job, send)

        number = job.say.job
        if job.left:
            try:
                job.voice.synthesiser.synthesise(job.left.popleft(), sink)
            except VoiceBroken as trouble:
                send(Failed(number, str(trouble)))
                return
        if job.left:
            self._jobs.append(job)
            return
        job.ready = bytearray(whole_frames(bytes(job.ready) + job.line.finish()))
        _send_frames(job, send)
        send(Said(number))


def _send_frames(job: Job, send: Callable[[Message], None]) -> None:
    """Send the whole frames of what is ready."""
    whole = len(job.ready) // FRAME_BYTES * FRAME_BYTES
    most = MOST_PCM // FRAME_BYTES * FRAME_BYTES
    for start in range(0, whole, most):
        send(Sound(job.say.job, bytes(job.ready[start : min(start + most, whole)])))
        job.begun = True
    del job.ready[:whole]


def calibrated(synthesiser: Synthesiser, choice: VoiceChoice) -> Voice:
    """A voice at the common loudness, measured on a row of digits."""
    pieces: list[bytes] = []
    synthesiser.synthesise(CALIBRATION, pieces.append)
    sound = to_samples(b"".join(pieces)).astype(np.float32) / 32768
    gain = gain_to_target(soxr.resample(sound, synthesiser.rate_hz, SAMPLE_RATE_HZ))
    return Voice(synthesiser, gain * 10 ** (choice.gain_db / 20))


def _marked(voice: EspeakSynthesiser, choice: VoiceChoice) -> Synthesiser:
    """espeak-ng reads no Arabic without vowel marks."""
    return MarkedVoice(voice, Tashkeel()) if choice.marks_arabic else voice


def load(settings: Settings) -> Callable[[socket.socket], None]:
    """Load the voices of this process; the loop is what runs then. Raises VoiceBroken."""
    library: EspeakLibrary | None = None
    voices: dict[str, Voice] = {}
    for language, facts in settings["voices"].items():
        choice = VoiceChoice(**facts)
        if choice.engine == "piper":
            voices[language] = calibrated(PiperSynthesiser(choice), choice)
        else:
            library = library or EspeakLibrary()
            voices[language] = calibrated(_marked(EspeakSynthesiser(library, choice), choice), choice)
    return Desk(voices).run


if __name__ == "__main__":
    raise SystemExit(run_child(load))
