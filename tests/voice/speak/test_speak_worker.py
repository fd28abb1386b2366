"""The loop of a synthesiser process, run in a thread of the test with real espeak-ng voices."""

import json
import socket
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from voice.audio import FRAME_BYTES, duration_ms, to_samples
from voice.errors import VoiceBroken
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.line_sound import TARGET_LUFS
from voice.speak.loudness import integrated_lufs
from voice.speak.speak_wire import Failed, Forget, Left, Message, Said, Say, Sound, pack, unpack
from voice.speak.speak_worker import Desk, Voice, calibrated
from voice.speak.synthesiser import Sink, VoiceChoice
from voice.worker_child import Heart


class BrokenVoice:
    """A voice that breaks at its second sentence."""

    rate_hz = 22050
    longest = 160

    def __init__(self) -> None:
        self._sentences = 0

    def synthesise(self, sentence: str, sink: Sink) -> None:
        """A tone, then nothing more."""
        self._sentences += 1
        if self._sentences > 1:
            raise VoiceBroken("broken", "it refused a sentence")
        sink((3000 * np.sin(np.arange(8820) / 8)).astype("<i2").tobytes())


class Parent:
    """The speaker's side of the control socket."""

    def __init__(self, espeak: EspeakLibrary) -> None:
        self.control, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(10)
        voices = {
            language: calibrated(EspeakSynthesiser(espeak, choice), choice)
            for language in ("fa", "ar")
            if (choice := VoiceChoice("espeak", language))
        }
        self.heart = Heart()
        desk = Desk({**voices, "broken": Voice(BrokenVoice(), TARGET_LUFS, 1.0)})
        self._thread = threading.Thread(target=desk.run, args=(self._theirs, self.heart))

    def start(self) -> None:
        """Let the loop run on what is in its socket."""
        self._thread.start()

    def send(self, *messages: Message) -> None:
        """Put messages into the socket."""
        for message in messages:
            self.control.send(pack(message))

    def until(self, *ends: Message) -> list[Message]:
        """All that comes until each of `ends` has come."""
        got: list[Message] = []
        while not set(ends) <= {message for message in got if not isinstance(message, Sound)}:
            got.append(unpack(self.control.recv(65536)))
        return got

    def end(self) -> None:
        """Close; the loop must end."""
        self.control.close()
        self._thread.join(10)
        assert not self._thread.is_alive()
        self._theirs.close()


@pytest.fixture
def parent(espeak: EspeakLibrary) -> Iterator[Parent]:
    parent = Parent(espeak)
    yield parent
    parent.end()


def sound_of(messages: list[Message], job: int) -> bytes:
    return b"".join(m.pcm for m in messages if isinstance(m, Sound) and m.job == job)


def test_each_sentence_comes_in_whole_frames_before_the_next_is_made(parent: Parent) -> None:
    parent.start()
    parent.send(Say(1, "fa", "سلام. به مرکز تماس خوش آمدید. بفرمایید."))
    pieces = [m.pcm for m in parent.until(Said(1)) if isinstance(m, Sound)]
    assert len(pieces) >= 3
    assert duration_ms(pieces[0]) < 1500
    assert all(len(piece) % FRAME_BYTES == 0 for piece in pieces)


@pytest.mark.parametrize(("language", "text"), [("fa", "موجودی حساب شما دو هزار تومان است."), ("ar", "أهلا وسهلا بكم")])
def test_every_voice_has_the_common_loudness_and_does_not_clip(parent: Parent, language: str, text: str) -> None:
    parent.start()
    parent.send(Say(1, language, text))
    pcm = sound_of(parent.until(Said(1)), 1)
    samples = (to_samples(pcm) / 32768).astype(np.float32)
    assert 700 < duration_ms(pcm) < 6000
    assert integrated_lufs(samples, 8000) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert np.max(np.abs(samples)) < 0.9
    assert np.flatnonzero(np.abs(samples) > 0.01)[0] < 240


def test_after_each_sentence_it_is_told_what_is_left(parent: Parent) -> None:
    parent.start()
    parent.send(Say(1, "fa", "یک. دو.  سه."))
    messages = parent.until(Said(1))
    assert [m for m in messages if isinstance(m, Left)] == [Left(1, "دو.\nسه."), Left(1, "سه.")]
    assert isinstance(messages[0], Sound)


def test_texts_are_spoken_in_turns(parent: Parent) -> None:
    parent.send(Say(1, "fa", "یک. دو. سه. چهار. پنج."), Say(2, "fa", "شش."))
    parent.start()
    order = [m.job for m in parent.until(Said(1), Said(2)) if isinstance(m, Said)]
    assert order == [2, 1]


def test_a_forgotten_text_is_not_finished(parent: Parent) -> None:
    parent.send(Say(1, "fa", "یک. " * 300), Say(2, "fa", "شش."), Forget(1), Say(3, "fa", "هفت."))
    parent.start()
    messages = parent.until(Said(2), Said(3))
    assert Said(1) not in messages
    assert duration_ms(sound_of(messages, 1)) < 5000


def test_a_text_without_words_is_done_at_once(parent: Parent) -> None:
    parent.start()
    parent.send(Say(1, "fa", " ... "))
    assert parent.until(Said(1)) == [Said(1)]


def test_a_voice_that_breaks_fails_its_text_only(parent: Parent) -> None:
    parent.start()
    parent.send(Say(1, "broken", "یک. دو."), Say(2, "fa", "شش."))
    why = str(VoiceBroken("broken", "it refused a sentence"))
    assert sound_of(parent.until(Failed(1, why), Said(2)), 2)


def test_a_beat_tells_the_jobs(parent: Parent) -> None:
    parent.start()
    parent.send(Say(1, "fa", "یک."))
    parent.until(Said(1))
    assert json.loads(parent.heart.beat())["jobs"] == 0
