"""The loop of a synthesiser process: `python -m voice.speak.speak_worker FD`, started by the speaker.

Texts are spoken sentence by sentence, in turns, so that a long one delays the others by one sentence only.
"""

import selectors
import socket
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from voice.audio import FRAME_BYTES, whole_frames
from voice.errors import VoiceBroken
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.line_sound import SentenceSound, at_line_rate, gain_to_target
from voice.speak.piper_engine import PiperSynthesiser
from voice.speak.sentences import sentences
from voice.speak.speak_wire import MOST_PCM, Failed, Forget, Left, Message, Said, Say, Sound, pack, unpack
from voice.speak.synthesiser import Synthesiser, VoiceChoice
from voice.speak.tashkeel import MarkedVoice, Tashkeel
from voice.worker import MAX_MESSAGE_BYTES
from voice.worker_child import Heart, Serve, Settings, run_child

CALIBRATION = "1 2 3 4 5 6 7 8 9"  # every voice can read it


@dataclass
class Voice:
    """A synthesiser, its loudness, and the gain that brings it there as a rule."""

    synthesiser: Synthesiser
    target_lufs: float
    usual_gain: float


@dataclass
class Job:
    """One text on its way."""

    say: Say
    voice: Voice
    left: deque[str]
    line: SentenceSound
    ready: bytearray = field(default_factory=bytearray)


class Desk:
    """All jobs of this process."""

    def __init__(self, voices: Mapping[str, Voice]) -> None:
        self._voices = voices
        self._jobs: deque[Job] = deque()

    def run(self, control: socket.socket, heart: Heart) -> None:
        """Serve until the parent closes `control`."""
        heart.facts = lambda: {"jobs": len(self._jobs)}
        selector = selectors.DefaultSelector()
        selector.register(control, selectors.EVENT_READ)
        while True:
            heart.rest()
            ready = selector.select(0 if self._jobs else None)
            heart.work()
            if ready:
                packet = control.recv(MAX_MESSAGE_BYTES)
                if not packet:
                    return
                self._take(packet)
            elif self._jobs:
                self._speak(self._jobs.popleft(), control)

    def _take(self, packet: bytes) -> None:
        message = unpack(packet)
        if isinstance(message, Say):
            voice = self._voices[message.language]
            line = SentenceSound(voice.synthesiser.rate_hz, voice.target_lufs, voice.usual_gain)
            self._jobs.append(Job(message, voice, deque(sentences(message.text, voice.synthesiser.longest)), line))
        elif isinstance(message, Forget):
            self._jobs = deque(job for job in self._jobs if job.say.job != message.job)

    def _speak(self, job: Job, control: socket.socket) -> None:
        """The job's next sentence; the job goes to the end of the queue, or out."""

        def send(message: Message) -> None:
            control.send(pack(message))

        number = job.say.job
        if job.left:
            pieces: list[bytes] = []
            try:
                job.voice.synthesiser.synthesise(job.left.popleft(), pieces.append)
            except VoiceBroken as error:
                send(Failed(number, str(error)))
                return
            job.ready += job.line.sentence(b"".join(pieces))
            _send_frames(job, send)
        if job.left:
            send(Left(number, "\n".join(job.left)))
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
    del job.ready[:whole]


def calibrated(synthesiser: Synthesiser, choice: VoiceChoice) -> Voice:
    """A voice and what it needs to come to its loudness, measured on a row of digits."""
    pieces: list[bytes] = []
    synthesiser.synthesise(CALIBRATION, pieces.append)
    digits = at_line_rate(b"".join(pieces), synthesiser.rate_hz)
    return Voice(synthesiser, choice.target_lufs, gain_to_target(digits, choice.target_lufs))


def _marked(voice: EspeakSynthesiser, choice: VoiceChoice) -> Synthesiser:
    """espeak-ng reads no Arabic without vowel marks."""
    return MarkedVoice(voice, Tashkeel()) if choice.marks_arabic else voice


def load(settings: Settings) -> Serve:
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
