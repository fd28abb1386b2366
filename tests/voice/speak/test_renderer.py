"""Real synthesiser processes: streams, early ends, death, silence."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from voice.audio import FRAME_BYTES, duration_ms
from voice.errors import SpeakerLost, VoiceBroken
from voice.speak.renderer import Renderer
from voice.speak.sentences import sentences
from voice.speak.synthesiser import VoiceChoice

VOICES = {"fa": VoiceChoice("espeak", "fa")}
LONG = "موجودیِ حسابِ شما دو میلیونُ پانصد هزار تومان است. " * 180


@pytest.fixture
async def renderer() -> AsyncIterator[Renderer]:
    renderer = Renderer(VOICES, workers=1, patience_s=5.0)
    await renderer.start()
    yield renderer
    await renderer.stop()


async def whole(renderer: Renderer, text: str) -> bytes:
    return b"".join([piece async for piece in renderer.render(text, "fa")])


async def test_a_text_becomes_frames(renderer: Renderer) -> None:
    pcm = await whole(renderer, "سلام، خوش آمدید.")
    assert duration_ms(pcm) > 700
    assert len(pcm) % FRAME_BYTES == 0


async def test_texts_side_by_side_do_not_mix(renderer: Renderer) -> None:
    alone = [await whole(renderer, text) for text in ("یک، دو، سه.", "موجودی حساب.")]
    together = await asyncio.gather(*(whole(renderer, text) for text in ("یک، دو، سه.", "موجودی حساب.")))
    for one, other in zip(alone, together, strict=True):  # espeak-ng varies by a few samples
        assert duration_ms(one) == pytest.approx(duration_ms(other), abs=60)


async def test_an_endless_text_is_refused(renderer: Renderer) -> None:
    with pytest.raises(ValueError, match="too long"):
        await whole(renderer, "سلام " * 5000)


async def test_who_stops_listening_stops_the_work(renderer: Renderer) -> None:
    stream = renderer.render(LONG, "fa")
    async for piece in stream:
        assert piece
        break
    await stream.aclose()
    assert renderer.running == 0
    assert await whole(renderer, "سلام")


async def test_a_killed_process_breaks_off_what_it_says_and_comes_back(renderer: Renderer) -> None:
    (pid,) = renderer.pids
    assert pid is not None
    with pytest.raises(SpeakerLost, match="process ended"):
        async for _ in renderer.render(LONG, "fa"):
            if pid:
                os.kill(pid, signal.SIGKILL)
                pid = 0
    # The next text waits for the new process, within the patience.
    assert await whole(renderer, "سلام")
    assert renderer.healthy


async def test_what_is_left_when_it_breaks_is_what_was_not_heard(renderer: Renderer) -> None:
    (pid,) = renderer.pids
    assert pid is not None
    text = LONG[: len(LONG) // 3]
    said = await whole(renderer, text)
    heard = b""
    with pytest.raises(SpeakerLost) as lost:
        async for piece in renderer.render(text, "fa"):
            heard += piece
            if pid:
                os.kill(pid, signal.SIGKILL)
                pid = 0
    left = sentences(lost.value.left)
    assert set(left) == set(sentences(text))
    # espeak-ng varies by a few samples, and the sentence that was broken off is left as a whole.
    assert 60 * duration_ms(heard) / duration_ms(said) == pytest.approx(60 - len(left) + 0.5, abs=0.6)


async def test_a_silent_process_is_given_up_within_the_patience() -> None:
    renderer = Renderer(VOICES, workers=1, patience_s=0.3)
    await renderer.start()
    (pid,) = renderer.pids
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(SpeakerLost, match="no sound for 0.3 s") as lost:
        await whole(renderer, "سلام. خوش آمدید.")
    assert lost.value.left == "سلام. خوش آمدید."
    assert "سلام" not in str(lost.value)  # it may hold a name
    os.kill(pid, signal.SIGCONT)
    await renderer.stop()


async def test_a_voice_that_does_not_exist_is_told_at_the_start() -> None:
    renderer = Renderer({"fa": VoiceChoice("espeak", "klingon-9")}, workers=1, patience_s=1.0)
    with pytest.raises(VoiceBroken, match="klingon-9"):
        await renderer.start()
    await renderer.stop()
