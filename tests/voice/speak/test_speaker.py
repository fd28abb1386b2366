"""The whole speaking side: recordings, cache, memory, apologies, a dead synthesiser."""

import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.audio import FRAME_BYTES, duration_ms
from voice.errors import SpeakerLost, VoiceUnknown
from voice.speak.recordings import recording_key
from voice.speak.speaker import Speaker
from voice.speak.synthesiser import VoiceChoice

GREETING = "سلام، به مرکز تماس خوش آمدید."
APOLOGY = "ببخشید، مشکلی پیش آمد."
Make = Callable[..., Speaker]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Speakers on one cache folder."""

    def speaker(lexicon_version: str = "1", patience_s: float = 5.0, voice: VoiceChoice | None = None) -> Speaker:
        return Speaker(
            cache_dir=tmp_path / "cache",
            voices={"fa": voice or VoiceChoice("espeak", "fa")},
            recordings_dir=tmp_path / "recordings",
            lexicon_version=lexicon_version,
            apologies={"fa": APOLOGY},
            patience_s=patience_s,
        )

    return speaker


@pytest.fixture
async def speaker(make: Make) -> AsyncIterator[Speaker]:
    speaker = make()
    await speaker.start()
    yield speaker
    await speaker.stop()


async def whole(speaker: Speaker, text: str, language: str = "fa") -> bytes:
    return b"".join([piece async for piece in speaker.say(text, language)])


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("??/*.pcm"))


async def test_what_is_said_is_frames_of_sound(speaker: Speaker) -> None:
    pieces = [piece async for piece in speaker.say(GREETING, "fa")]
    assert len(pieces) > 3
    assert all(len(piece) % FRAME_BYTES == 0 and piece for piece in pieces)
    assert duration_ms(b"".join(pieces)) > 1000


async def test_prepared_prompts_are_on_disk_and_survive_the_process(make: Make, tmp_path: Path) -> None:
    first = make()
    await first.start()
    assert await first.prepare([GREETING, "خدانگهدار."], "fa") == 2
    assert await first.prepare([GREETING], "fa") == 0
    said = await whole(first, GREETING)
    await first.stop()
    assert len(files(tmp_path)) == 3  # and the apology
    second = make()
    assert await whole(second, GREETING) == said  # no process was started


async def test_what_may_hold_a_name_is_not_written_to_disk(speaker: Speaker, tmp_path: Path) -> None:
    before = files(tmp_path)
    said = await whole(speaker, "سلام آقای رضایی.")
    assert files(tmp_path) == before
    assert await whole(speaker, "سلام آقای رضایی.") == said


@pytest.mark.parametrize(
    "changed",
    [{"lexicon_version": "2"}, {"voice": VoiceChoice("espeak", "fa", speed=1.2)}],
    ids=["lexicon", "voice"],
)
async def test_a_change_of_lexicon_or_voice_renders_anew(
    make: Make, speaker: Speaker, changed: dict[str, str | VoiceChoice]
) -> None:
    await speaker.prepare([GREETING], "fa")
    other = make(**changed)
    await other.start()
    assert await other.prepare([GREETING], "fa") == 1
    await other.stop()


async def test_a_damaged_prompt_is_rendered_again_and_mended(make: Make, tmp_path: Path) -> None:
    first = make()
    await first.start()
    await first.prepare([GREETING], "fa")
    await first.stop()
    for path in files(tmp_path):
        path.write_bytes(path.read_bytes()[:-100])
    second = make()
    await second.start()
    assert await second.prepare([GREETING], "fa") == 1
    assert duration_ms(await whole(second, GREETING)) > 1000
    await second.stop()
    assert len(files(tmp_path)) == 2


async def test_a_recording_takes_the_place_of_the_voice(speaker: Speaker, tmp_path: Path) -> None:
    path = tmp_path / "recordings" / "fa" / f"{recording_key(GREETING)}.wav"
    path.parent.mkdir(parents=True)
    soundfile.write(path, 0.1 * np.sin(np.arange(8000) / 4), 8000)
    assert duration_ms(await whole(speaker, GREETING)) == pytest.approx(1000, abs=40)
    path.write_bytes(b"broken")
    assert duration_ms(await whole(speaker, GREETING)) > 1200


async def test_the_apology_needs_no_process(speaker: Speaker) -> None:
    await speaker.stop()
    pcm = await speaker.apology("fa")
    assert duration_ms(pcm) > 700
    assert await speaker.apology("ar") == pcm


async def test_without_any_apology_that_is_told(tmp_path: Path) -> None:
    silent = Speaker(cache_dir=tmp_path, voices={}, recordings_dir=None, lexicon_version="1")
    with pytest.raises(VoiceUnknown):
        await silent.apology("fa")


async def test_when_the_synthesiser_is_gone_prompts_still_sound(speaker: Speaker) -> None:
    await speaker.prepare([GREETING], "fa")
    (pid,) = speaker.pids
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert duration_ms(await whole(speaker, GREETING)) > 1000


async def test_a_voice_that_hangs_is_started_again_and_says_it_then(make: Make) -> None:
    speaker = make(patience_s=0.3)
    await speaker.start()
    (pid,) = speaker.pids
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    assert duration_ms(await whole(speaker, "جملهٔ تازه.")) > 300
    assert speaker.pids != (pid,)
    await speaker.stop()


async def test_a_voice_that_never_comes_back_is_told(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.speak.speaker.BUSY_PATIENCE_S", 0.3)
    speaker = make(patience_s=0.3)
    await speaker.start()
    (pid,) = speaker.pids
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(SpeakerLost):
        await whole(speaker, "جملهٔ تازه.")
    os.kill(pid, signal.SIGCONT)
    await speaker.stop()


async def test_a_language_without_voice(speaker: Speaker) -> None:
    with pytest.raises(VoiceUnknown, match="'ar'.*there is: fa"):
        await whole(speaker, "مرحبا", "ar")


async def test_memory_is_bounded(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.speak.speaker.MEMORY_BYTES", 40_000)
    for number in range(6):
        await whole(speaker, f"شمارهٔ {number}.")
    assert 0 < sum(len(pcm) for pcm in speaker._memory.values()) <= 40_000
