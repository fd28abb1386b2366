"""One scripted call through the real listening session, on a clock of its own: sound passes as fast as it is judged.

The bot's side is as in a call: a doubt pauses the prompt at the next frame, no doubt lets it go on, an interruption
stops it; what was played comes back through the scene's echo path.
"""

from dataclasses import dataclass, field

import numpy as np

from bot.lab.evaluation.turn_scenes import Scene
from bot.lab.evaluation.turn_sounds import Signal, telephone
from voice.audio import FRAME_MS, FRAME_SAMPLES
from voice.events import BargeInConfirmed, BargeInSuspected, BargeInWithdrawn, ListenEvent, SpeechStarted, Utterance
from voice.listen.recogniser import RecogniserSource
from voice.listen.session import Session
from voice.listen.vad import Vad, VadNetwork
from voice.listen.wire import Expect, Frame, Playing, Sent

NO_INPUT_MS = 20_000  # nobody is asked again in these calls
START_S = 100.0
ECHO_KEPT = 8000  # a second of what was played


@dataclass
class Played:
    """What came of a scene; times in ms from its start, on the clock of the sound."""

    interrupted_ms: list[float] = field(default_factory=list)
    """When speech was announced while the bot had not ended its prompt."""
    silent_ms: float | None = None
    """When the bot fell silent for the interruption: at the doubt that became one."""
    doubts: int = 0
    paused_ms: float = 0.0
    """How long doubts that were none held the bot back."""
    utterances: list[tuple[float, str]] = field(default_factory=list)


def play(scene: Scene, source: RecogniserSource, network: VadNetwork, patience_ms: int, language: str) -> Played:
    """Run `scene` to its end."""
    return _Call(scene, source, network, patience_ms, language).run()


class _Call:
    def __init__(
        self, scene: Scene, source: RecogniserSource, network: VadNetwork, patience_ms: int, language: str
    ) -> None:
        self._scene = scene
        self._events: list[ListenEvent] = []
        self._session = Session(language, source, Vad(network), self._events.append)
        self._expect = Expect(scene.kind, NO_INPUT_MS, patience_ms, 15000, scene.digit_count)
        self._now_ms = 0.0
        self._prompt = scene.prompt if scene.prompt is not None else np.zeros(0)
        self._position = 0
        self._held_since_ms: float | None = None
        self._sent = np.zeros(ECHO_KEPT)
        self._played = Played()

    def run(self) -> Played:
        self._session.command(self._expect, START_S)
        if self._speaking:
            self._session.command(Playing(True), START_S)
        near = self._scene.near
        for at in range(0, len(near) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
            self._now_ms += FRAME_MS
            self._frame(near[at : at + FRAME_SAMPLES])
        return self._played

    @property
    def _speaking(self) -> bool:
        return self._position < len(self._prompt)

    def _frame(self, near: Signal) -> None:
        now_s = START_S + self._now_ms / 1000
        sent = self._next_sent(now_s)
        self._sent = np.concatenate((self._sent[FRAME_SAMPLES:], sent))
        if sent.any():
            self._session.sent(Sent(now_s, _pcm(sent)))
        self._session.frame(Frame(now_s, _pcm(telephone(near + self._echo()))))
        while self._events:
            self._told(self._events.pop(0), now_s)

    def _next_sent(self, now_s: float) -> Signal:
        if not self._speaking or self._held_since_ms is not None:
            return np.zeros(FRAME_SAMPLES)
        sent = self._prompt[self._position : self._position + FRAME_SAMPLES]
        self._position += FRAME_SAMPLES
        if not self._speaking:
            self._session.command(Playing(False), now_s)
        return np.pad(sent, (0, FRAME_SAMPLES - len(sent)))

    def _echo(self) -> Signal:
        path = self._scene.echo
        if path is None:
            return np.zeros(FRAME_SAMPLES)
        loud = self._sent[-FRAME_SAMPLES - len(path) + 1 :]
        if self._scene.overdriven_dbfs is not None:
            limit = 32768.0 * 10 ** (self._scene.overdriven_dbfs / 20)
            loud = np.tanh(loud / limit) * limit
        heard: Signal = np.convolve(loud, path, "valid")
        return heard

    def _told(self, event: ListenEvent, now_s: float) -> None:
        played = self._played
        if isinstance(event, BargeInSuspected | BargeInWithdrawn):
            self._doubt(isinstance(event, BargeInSuspected))
        elif isinstance(event, SpeechStarted | BargeInConfirmed) and self._speaking:
            played.interrupted_ms.append(self._now_ms)
            if played.silent_ms is None:
                played.silent_ms = self._held_since_ms or self._now_ms
            self._held_since_ms = None
            self._position = len(self._prompt)
            self._session.command(Playing(False), now_s)
        elif isinstance(event, Utterance):
            played.utterances.append((self._now_ms, event.text))
            self._session.command(self._expect, now_s)

    def _doubt(self, on: bool) -> None:
        if on:
            self._played.doubts += 1
            self._held_since_ms = self._now_ms
        elif self._held_since_ms is not None:
            self._played.paused_ms += self._now_ms - self._held_since_ms
            self._held_since_ms = None


def _pcm(signal: Signal) -> bytes:
    return np.clip(signal, -32768, 32767).astype("<i2").tobytes()
