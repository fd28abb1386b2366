"""Our own voice comes back, by any path, and goes; the caller's stays."""

import numpy as np
import pytest

from tests.voice.listen.sounds import Sounds, frames
from voice.audio import SILENCE_FRAME, level_dbfs, to_samples
from voice.listen.echo import EchoCanceller

TEXT = "سلام، به فروشگاه نمونه خوش آمدید. موجودی حساب، وضعیت سفارش و ساعت کاری را بپرسید."
LAST_S = 16000  # bytes of the last second


def returned(pcm: bytes, gain_db: float, delay_ms: float) -> bytes:
    """`pcm` as it comes back."""
    delay = int(8 * delay_ms)
    samples = to_samples(pcm).astype(np.float64) * 10 ** (gain_db / 20)
    return np.concatenate((np.zeros(delay), samples))[: len(samples)].astype("<i2").tobytes()


def cleaned(canceller: EchoCanceller, heard: bytes, played: bytes) -> bytes:
    """All of it through the canceller."""
    out = b""
    for mine, theirs in zip(frames(played), frames(heard), strict=True):
        canceller.sent(mine)
        out += canceller.clean(theirs).pcm
    return out


@pytest.fixture(scope="module")
def prompt(sounds: Sounds) -> bytes:
    """A few seconds of the bot, whole frames."""
    pcm = sounds.speech(TEXT)
    return pcm[: len(pcm) // 320 * 320]


@pytest.mark.parametrize(("gain_db", "delay_ms"), [(-6, 20), (-6, 150), (-12, 60), (-20, 150)])
def test_an_echo_is_taken_out_within_seconds(sounds: Sounds, prompt: bytes, gain_db: float, delay_ms: float) -> None:
    heard = sounds.mixed(returned(prompt, gain_db, delay_ms), sounds.silence(20))
    out = cleaned(EchoCanceller(), heard, prompt)
    assert level_dbfs(out[-LAST_S:]) < level_dbfs(heard[-LAST_S:]) - 15


def test_the_caller_s_voice_passes_over_the_echo(sounds: Sounds, prompt: bytes) -> None:
    voice = sounds.speech("موجودی حسابم")
    at = len(prompt) - len(voice) - LAST_S
    near = bytes(at // 2 * 2) + voice + bytes(len(prompt) - at // 2 * 2 - len(voice))
    out = cleaned(EchoCanceller(), sounds.mixed(returned(prompt, -12, 60), near), prompt)
    assert level_dbfs(out[at : at + len(voice)]) == pytest.approx(level_dbfs(voice), abs=1.0)
    assert level_dbfs(out[-LAST_S:]) < level_dbfs(prompt[-LAST_S:]) - 27


def test_without_an_echo_nothing_is_added(sounds: Sounds, prompt: bytes) -> None:
    quiet = sounds.noise(len(prompt) / 16, rms=18)
    out = cleaned(EchoCanceller(), quiet, prompt)
    assert level_dbfs(out) < level_dbfs(quiet) + 0.5


def test_the_rest_that_may_be_left_is_told_and_shrinks(sounds: Sounds, prompt: bytes) -> None:
    canceller = EchoCanceller()
    rests = []
    for mine, theirs in zip(frames(prompt), frames(returned(prompt, -12, 60)), strict=True):
        canceller.sent(mine)
        rests.append(canceller.clean(theirs).rest_dbfs)
    assert max(rests[:25]) > -30
    assert max(rests[-50:]) < max(rests[:25]) - 10


def test_the_frame_is_passed_on_untouched_while_nothing_plays(sounds: Sounds) -> None:
    canceller = EchoCanceller()
    frame = sounds.speech("بله")[:320]
    assert canceller.idle
    cleaned_frame = canceller.clean(frame)
    assert (cleaned_frame.pcm, cleaned_frame.rest_dbfs) == (frame, -np.inf)


def test_it_rests_a_while_after_the_last_frame_sent(sounds: Sounds) -> None:
    canceller = EchoCanceller()
    canceller.sent(sounds.noise(20))
    canceller.clean(SILENCE_FRAME)
    for _ in range(20):
        canceller.clean(SILENCE_FRAME)
    assert canceller.idle


@pytest.mark.parametrize("fault", ["a frame lost", "a frame of ours late"])
def test_both_streams_stay_in_step(sounds: Sounds, prompt: bytes, fault: str) -> None:
    """What is learned holds only while a frame heard is paired with the one sent in its beat."""
    canceller = EchoCanceller()
    heard = sounds.mixed(returned(prompt, -6, 60), sounds.silence(20))
    out = b""
    for number, (mine, theirs) in enumerate(zip(frames(prompt), frames(heard), strict=True)):
        hit = number % 60 == 59
        late = hit and fault == "a frame of ours late"
        if not late:
            canceller.sent(mine)
        if not hit or late:
            out += canceller.clean(theirs).pcm
        if late:
            canceller.sent(mine)
    assert level_dbfs(out[-LAST_S:]) < level_dbfs(heard[-LAST_S:]) - 10
