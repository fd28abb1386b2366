"""A Piper voice that breaks in a running call: espeak-ng speaks in its place until it is well again."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from tests.voice.models.published.piper_voice import break_at, write_voice
from voice.audio import duration_ms, to_samples
from voice.errors import SpeakerLost
from voice.speak.line_sound import TARGET_LUFS
from voice.speak.loudness import integrated_lufs
from voice.speak.recovery import RESTS_S, Recovery
from voice.speak.speaker import Speaker
from voice.speak.synthesiser import VoiceChoice

SENTENCE = "موجودیِ حسابِ شما دو میلیون تومان است."
HELLO = "سلام بر شما."
COUNT = 60
TONE_HZ = 8 * 22050 / 512


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """A real Piper voice that says a tone; it breaks at «خ»."""
    return break_at(write_voice(tmp_path, "tone"), "x")


@pytest.fixture
async def speaker(tmp_path: Path, voice: Path) -> AsyncIterator[Speaker]:
    """Real processes: Piper, and espeak-ng beside it."""
    speaker = Speaker(
        cache_dir=tmp_path / "cache",
        voices={"fa": VoiceChoice("piper", str(voice))},
        recordings_dir=None,
        lexicon_version="1",
        stand_ins={"fa": VoiceChoice("espeak", "fa")},
        patience_s=1.0,
    )
    await speaker.start()
    yield speaker
    await speaker.stop()


def pid_of(speaker: Speaker, engine: str) -> int:
    (pid,) = speaker._renderers[engine].pids
    assert pid is not None
    return pid


async def whole(speaker: Speaker, text: str) -> bytes:
    return b"".join([piece async for piece in speaker.say(text, "fa")])


async def sentence_ms(speaker: Speaker, engine: str) -> float:
    """How long SENTENCE is among others, its pause with it."""
    renderer = speaker._renderers[engine]
    pieces = [[piece async for piece in renderer.render(" ".join([SENTENCE] * n), "fa")] for n in (1, 11)]
    one, eleven = (duration_ms(b"".join(some)) for some in pieces)
    return (eleven - one) / 10


def tone_share(pcm: bytes) -> float:
    """How much of the sound's power is Piper's tone."""
    power = np.abs(np.fft.rfft(to_samples(pcm).astype(np.float64))) ** 2
    hz = np.fft.rfftfreq(len(pcm) // 2, 1 / 8000)
    return float(np.sum(power[np.abs(hz - TONE_HZ) < 10]) / np.sum(power))


def lufs(pcm: bytes) -> float:
    return integrated_lufs((to_samples(pcm) / 32768).astype(np.float32), 8000)


async def well_again(speaker: Speaker) -> None:
    async with asyncio.timeout(30):
        while not speaker._recoveries["fa"].may_speak():
            await asyncio.sleep(0.02)


def breaks(log: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in log.records if " broke: " in record.getMessage()]


async def test_a_process_killed_in_a_text_is_replaced_from_that_sentence_on(
    speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    piper_ms, espeak_ms = [await sentence_ms(speaker, engine) for engine in ("piper", "espeak")]
    pid = pid_of(speaker, "piper")
    pieces: list[bytes] = []
    async for piece in speaker.say(" ".join([SENTENCE] * COUNT), "fa"):
        if not pieces:
            os.kill(pid, signal.SIGKILL)
        pieces.append(piece)
    sounds = [tone_share(piece) > 0.9 for piece in pieces]
    turn = sounds.index(False)
    assert not any(sounds[turn:])
    piper, espeak = b"".join(pieces[:turn]), b"".join(pieces[turn:])
    left = round(duration_ms(espeak) / espeak_ms)
    assert 0 < left <= COUNT
    # The sentence that was broken off is said again as a whole.
    assert duration_ms(piper) / piper_ms == pytest.approx(COUNT - left + 0.5, abs=0.6)
    assert lufs(espeak[: 2 * 8000 * 10]) == pytest.approx(TARGET_LUFS, abs=1)
    (line,) = breaks(caplog)
    assert "tone.onnx" in line and "its process ended" in line and "hatef say" in line
    assert SENTENCE not in caplog.text


async def test_it_speaks_itself_again_when_its_process_is_back(
    speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    os.kill(pid_of(speaker, "piper"), signal.SIGKILL)
    while speaker._renderers["piper"].ready:
        await asyncio.sleep(0.01)
    assert tone_share(await whole(speaker, HELLO)) < 0.5  # nobody waits for the new process
    await well_again(speaker)
    assert tone_share(await whole(speaker, HELLO)) > 0.9  # and espeak-ng's was not kept for it
    assert [record.levelno for record in caplog.records if "speaks again" in record.getMessage()] == [logging.WARNING]


async def test_a_process_that_hangs_is_waited_for_once(
    speaker: Speaker, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    renderer = speaker._renderers["piper"]
    monkeypatch.setattr(renderer, "_patience_s", 0.2)
    os.kill(pid_of(speaker, "piper"), signal.SIGSTOP)
    for text in (HELLO, SENTENCE, "یک."):
        assert tone_share(await whole(speaker, text)) < 0.5
    os.kill(pid_of(speaker, "piper"), signal.SIGCONT)
    assert len(breaks(caplog)) == 1
    assert "no sound for 0.2 s" in breaks(caplog)[0]


async def test_a_sentence_that_it_cannot_say_is_said_by_the_other(
    speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    pid = pid_of(speaker, "piper")
    first = duration_ms(await whole(speaker, SENTENCE))
    pcm = await whole(speaker, f"{SENTENCE} خدانگهدار. {SENTENCE}")
    at = 2 * 8 * (first - 100)
    assert tone_share(pcm[:at]) > 0.9
    assert tone_share(pcm[at + 2 * 8 * 200 :]) < 0.5
    assert duration_ms(pcm[at:]) > 3000  # both sentences that were left
    assert pid_of(speaker, "piper") == pid
    assert "it broke at a sentence (ValueError)" in breaks(caplog)[0]


async def test_a_voice_whose_file_is_damaged_stays_replaced(speaker: Speaker, voice: Path) -> None:
    await asyncio.to_thread(voice.write_bytes, b"damaged")
    os.kill(pid_of(speaker, "piper"), signal.SIGKILL)
    for _ in range(3):
        assert tone_share(await whole(speaker, HELLO)) < 0.5
        assert not speaker._recoveries["fa"].may_speak()


async def test_only_when_both_are_lost_that_is_told(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    os.kill(pid_of(speaker, "piper"), signal.SIGKILL)
    espeak = pid_of(speaker, "espeak")
    os.kill(espeak, signal.SIGSTOP)
    monkeypatch.setattr(speaker._renderers["espeak"], "_busy_patience_s", 0.0)
    with pytest.raises(SpeakerLost, match="no sound for 1 s"):
        await whole(speaker, HELLO)
    os.kill(espeak, signal.SIGCONT)


async def test_a_stand_in_that_hangs_is_started_again_and_says_it_then(speaker: Speaker) -> None:
    os.kill(pid_of(speaker, "piper"), signal.SIGKILL)
    os.kill(pid_of(speaker, "espeak"), signal.SIGSTOP)
    assert tone_share(await whole(speaker, HELLO)) < 0.5


class Voice:
    """A voice at the recovery's border that fails so many trials."""

    def __init__(self, failures: int) -> None:
        self.ready = True
        self.failures = failures
        self.trials = 0

    async def render(self, text: str, language: str) -> AsyncGenerator[bytes]:
        """A sound, or the failure."""
        self.trials += 1
        if self.trials <= self.failures:
            raise SpeakerLost("not yet")
        yield b"sound"


async def test_trials_have_longer_and_longer_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", rest)
    voice = Voice(failures=7)
    health = Recovery(voice, "fa", VoiceChoice("piper", "amir.onnx"))
    assert health.may_speak()
    for _ in range(2):
        health.broke(SpeakerLost("its process ended"))
        assert not health.may_speak()
        trial = health._trial
        assert trial is not None
        await trial
        assert health.may_speak()
    # The second failure came at once after the recovery: it rests as long as it did last.
    assert rests == [*RESTS_S, RESTS_S[-1], RESTS_S[-1], RESTS_S[-1]]


async def test_a_voice_without_a_process_is_not_waited_for() -> None:
    voice = Voice(failures=0)
    voice.ready = False
    health = Recovery(voice, "fa", VoiceChoice("piper", "amir.onnx"))
    assert not health.may_speak()
    await health.stop()
