"""A tap fed by hand with frames and their times: every side stays in its place to the sample."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio import FRAME_BYTES, FRAME_SAMPLES, SAMPLE_RATE_HZ, SILENCE_FRAME, to_samples, write_wav
from voice.gateway.leg import Leg
from voice.gateway.sound import LegSound, share
from voice.gateway.tap import LATE_S, Item, Stereo, Tap, Tick, samples, stereo
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

OpenPhone = Callable[..., Awaitable[RemotePhone]]


def frame(number: int) -> bytes:
    """A frame that tells its number."""
    return int(number).to_bytes(2, "little", signed=True) * FRAME_SAMPLES


class MediaClock:
    """Ticks as the media thread makes them: what goes out first, then what came, in any order."""

    def __init__(self, **more: int) -> None:
        self.now_s = 100.0
        self.tap = Tap(clock=lambda: self.now_s, **more)

    def tick(
        self, number: int, *, sent: bytes = SILENCE_FRAME, late_s: float = 0.0, held: bool = False,
        beside_first: bool | None = None,
    ) -> None:  # fmt: skip
        """One tick: the caller's frame has `number`, that of the bridged leg `number` + 1000."""
        self.now_s += 0.02 + late_s
        if not held:
            self.tap.sent(sent)
        if beside_first:
            self.tap.beside(frame(number + 1000))
        self.tap.caller(None if held else frame(number))
        if beside_first is False:
            self.tap.beside(frame(number + 1000))

    def sound(self) -> list[tuple[int, int]]:
        """Both channels, a number a tick."""
        self.tap.finish()
        both = stereo(self.tap.take())
        return [(int(left), int(right)) for left, right in both[::FRAME_SAMPLES]]


def test_both_sides_of_a_tick_stand_side_by_side() -> None:
    clock = MediaClock()
    for number in range(1, 6):
        clock.tick(number, sent=frame(number + 100))
    assert clock.sound() == [(number, number + 100) for number in range(1, 6)]


@pytest.mark.parametrize("beside_first", [True, False])
def test_a_bridged_leg_is_in_the_tick_it_was_heard_in(beside_first: bool) -> None:
    """Whichever of the two legs the conference serves first."""
    clock = MediaClock()
    clock.tick(1)
    for number in range(2, 5):
        clock.tick(number, beside_first=beside_first)
    clock.tick(5)
    assert clock.sound() == [(1, 0), (2, 1002), (3, 1003), (4, 1004), (5, 0)]


def test_what_the_caller_hears_is_the_sum_and_is_never_louder_than_loud() -> None:
    tap = Tap()
    for sent, beside in ((1000, 24), (30_000, 30_000), (-30_000, -30_000)):
        tap.sent(frame(sent))
        tap.beside(frame(beside))
        tap.caller(frame(1))
    tap.finish()
    assert stereo(tap.take())[::FRAME_SAMPLES, 1].tolist() == [1024, 32_767, -32_768]


def test_on_hold_time_goes_on_in_silence() -> None:
    """The conference then asks for nothing to send; ticks without sound still come."""
    clock = MediaClock()
    clock.tick(1, sent=frame(7))
    for number in range(2, 5):
        clock.tick(number, held=True)
    clock.tick(5, sent=frame(8))
    assert clock.sound() == [(1, 7), (0, 0), (0, 0), (0, 0), (5, 8)]


def test_an_agent_goes_on_while_the_caller_is_on_hold() -> None:
    clock = MediaClock()
    clock.tick(1, beside_first=True)
    for number in (2, 3):
        clock.tick(number, held=True, beside_first=False)
    clock.tick(4, beside_first=True)
    assert clock.sound() == [(1, 1001), (0, 1002), (0, 1003), (4, 1004)]


def test_late_ticks_that_are_made_up_for_need_no_silence() -> None:
    """The clock stood still for 400 ms and then hurries: nothing is missing."""
    clock = MediaClock()
    clock.tick(1)
    clock.tick(2, late_s=0.4)
    for number in range(3, 23):
        clock.tick(number, late_s=-0.02)
    assert [left for left, _ in clock.sound()] == list(range(1, 23))
    assert clock.tap.padded == 0


def test_what_the_clock_missed_becomes_silence_of_that_length() -> None:
    clock = MediaClock()
    clock.tick(1)
    clock.tick(2, late_s=3.0)
    clock.tick(3)
    sound = clock.sound()
    assert [left for left, _ in sound if left] == [1, 2, 3]
    assert abs(len(sound) - (3 + 150)) <= 1
    assert clock.tap.padded == len(sound) - 3


@given(st.lists(st.floats(0, 2.0), max_size=60))
def test_the_recording_is_as_long_as_the_call(lates_s: list[float]) -> None:
    """However late ticks are: never further from the clock than what the clock itself makes up for."""
    clock = MediaClock()
    clock.tick(1)
    for late_s in lates_s:
        clock.tick(2, late_s=late_s)
    lasted_s = clock.now_s - 100.0
    clock.tap.finish()
    length_s = samples(clock.tap.take()) / 8000
    assert lasted_s - LATE_S - 0.05 <= length_s <= lasted_s + 0.05


def test_a_queue_that_nobody_empties_drops_counts_and_keeps_the_time() -> None:
    clock = MediaClock(most_ticks=3)
    for number in range(1, 8):
        clock.tick(number)
    assert clock.tap.dropped == 3  # the seventh is still open
    assert stereo(clock.tap.take())[::FRAME_SAMPLES, 0].tolist() == [1, 2, 3]
    clock.tick(8)
    assert [left for left, _ in clock.sound()] == [0, 0, 0, 7, 8]


def test_a_pause_is_silence_on_both_sides_and_takes_its_time() -> None:
    clock = MediaClock()
    for number in range(1, 7):
        clock.tap.paused = number in (3, 4)
        clock.tick(number, sent=frame(100 + number), beside_first=True)
    assert clock.sound() == [
        (1, 1102), (2, 1104), (0, 0), (0, 0), (5, 1110), (6, 1112),
    ]  # fmt: skip
    assert clock.tap.hushed == 2


def test_the_caller_alone_may_be_left_out() -> None:
    clock = MediaClock()
    for number in range(1, 4):
        clock.tap.caller_shut = number < 3
        clock.tick(number, sent=frame(9))
    assert clock.sound() == [(0, 9), (0, 9), (3, 9)]


@pytest.mark.parametrize("odd", [b"", b"\1\2" * 80, b"\1\2" * 200])
def test_a_frame_of_another_length_is_none(odd: bytes) -> None:
    tap = Tap()
    tap.sent(SILENCE_FRAME)
    tap.caller(odd)
    tap.beside(odd)
    tap.finish()
    assert tap.take() == [Tick()]


def test_taking_while_frames_come_loses_none() -> None:
    """Two threads, as in a call."""
    tap, taken = Tap(), list[Item]()
    done = threading.Event()

    def take() -> None:
        while not done.is_set():
            taken.extend(tap.take())

    reader = threading.Thread(target=take)
    reader.start()
    for number in range(1, 3_000):
        tap.sent(SILENCE_FRAME)
        tap.caller(frame(number))
    tap.finish()
    done.set()
    reader.join()
    taken.extend(tap.take())
    assert [int(one) for one in stereo(taken)[::FRAME_SAMPLES, 0]] == list(range(1, 3_000))


def test_length_and_sound_agree() -> None:
    items: list[Item] = [Tick(frame(1)), 3, Tick(sent=frame(2), beside=frame(3))]
    sound = stereo(items)
    assert sound.shape == (samples(items), 2) == (5 * FRAME_SAMPLES, 2)
    assert sound.dtype == np.int16
    assert len(sound.tobytes()) == 2 * 5 * FRAME_BYTES
    assert sound[::FRAME_SAMPLES].tolist() == [[1, 0], [0, 0], [0, 0], [0, 0], [0, 5]]


def test_nothing_is_nothing() -> None:
    tap = Tap()
    tap.finish()
    assert tap.take() == []
    assert stereo([]).shape == (0, 2)


# --- real calls -------------------------------------------------------------------------------------------------


class Witness:
    """Hears one side of a leg by the leg's own listener and remembers when each frame came."""

    def __init__(self) -> None:
        self.frames: list[tuple[float, bytes]] = []

    def __call__(self, pcm: bytes) -> None:
        self.frames.append((time.monotonic(), pcm))

    def zero_of(self, channel: Stereo) -> float:
        """When a recording began, monotonic, s, by where what was witnessed is loudest in it (cross-correlation)."""
        heard = to_samples(b"".join(pcm for _, pcm in self.frames)).astype(np.float64)
        size = 1 << (len(heard) + len(channel)).bit_length()
        likeness = np.fft.irfft(np.fft.rfft(channel, size) * np.conj(np.fft.rfft(heard, size)), size)
        lag = int(np.argmax(likeness))
        lag -= size if lag > size // 2 else 0
        first_s = min(at_s - number * 0.02 for number, (at_s, _) in enumerate(self.frames))
        return first_s - lag / SAMPLE_RATE_HZ


def noise(seed: int, length_ms: int) -> bytes:
    """Sound that is like itself at one place only."""
    samples = np.random.default_rng(seed).normal(0, 4_000, SAMPLE_RATE_HZ * length_ms // 1000)
    return samples.clip(-20_000, 20_000).astype("<i2").tobytes()


async def loud(witness: Witness, share: int = 40) -> None:
    """Wait until so many loud frames were witnessed."""
    async with asyncio.timeout(10):
        while sum(np.abs(to_samples(pcm)).max() > 2_000 for _, pcm in witness.frames) < share:
            await asyncio.sleep(0.05)


@pytest.mark.sip
async def test_both_sides_of_a_real_call_and_of_a_bridge_within_20_ms(
    exchange: "Exchange", open_phone: OpenPhone, tmp_path: Path
) -> None:
    """The bot speaks, then an agent; each side's place in the recording is checked against when it really sounded."""
    for name in ("caller", "agent"):
        write_wav(tmp_path / f"{name}.wav", noise(len(name), 1_500))
    caller, agent = await open_phone(), await open_phone()
    leg, agents_leg = await exchange.ring_up(caller), await exchange.ring_up(agent)
    tap, came, went, agents = Tap(), Witness(), Witness(), Witness()
    leg.listen(came, went)
    agents_leg.listen(agents)
    leg.record(tap)
    playback = leg.play()
    playback.feed(noise(9, 1_500))
    playback.end()
    await caller.do("play", file=str(tmp_path / "caller.wav"))
    await asyncio.gather(playback.done(), loud(came))
    spoken = stereo(tap.take())
    zeros_s = came.zero_of(spoken[:, 0]), went.zero_of(spoken[:, 1])
    assert abs(zeros_s[0] - zeros_s[1]) < 0.02

    _forget(came, agents)
    leg.bridge(agents_leg)
    await agent.do("play", file=str(tmp_path / "agent.wav"))
    await caller.do("play", file=str(tmp_path / "caller.wav"))
    await asyncio.gather(loud(came), loud(agents))
    leg.unbridge()
    bridged = stereo(tap.take())
    zeros_s = came.zero_of(bridged[:, 0]), agents.zero_of(bridged[:, 1])
    assert abs(zeros_s[0] - zeros_s[1]) < 0.02
    assert (tap.dropped, tap.padded) == (0, 0)
    await _over(leg, agents_leg)


def _forget(*witnesses: Witness) -> None:
    for witness in witnesses:
        witness.frames.clear()


async def _over(*legs: Leg) -> None:
    for leg in legs:
        await leg.hangup()
        leg.record(None)  # harmless


@pytest.mark.sip
async def test_only_the_bridge_is_overheard(exchange: "Exchange", open_phone: OpenPhone, tmp_path: Path) -> None:
    """What the agent says before and after the bridge (the whisper's answer) the caller does not hear: nor do we."""
    write_wav(tmp_path / "agent.wav", noise(1, 400))
    caller, agent = await open_phone(), await open_phone()
    leg, agents_leg = await exchange.ring_up(caller), await exchange.ring_up(agent)
    tap, agents = Tap(), Witness()
    leg.record(tap)
    agents_leg.listen(agents)
    await agent.do("play", file=str(tmp_path / "agent.wav"))
    await loud(agents, 15)
    leg.bridge(agents_leg)
    leg.record(tap)  # told once more while it is bridged
    leg.unbridge()
    _forget(agents)
    await agent.do("play", file=str(tmp_path / "agent.wav"))
    await loud(agents, 15)
    sound = stereo(tap.take())
    assert len(sound) > SAMPLE_RATE_HZ // 2
    assert np.abs(sound[:, 1]).max(initial=0) < 100
    await _over(leg, agents_leg)


def test_each_of_three_is_recorded_beside_the_one_who_is() -> None:
    caller, agent, colleague = LegSound(), LegSound(), LegSound()
    caller.tap = tap = Tap()
    share([caller, agent, colleague])
    assert (caller.overheard, agent.overheard, colleague.overheard) == (None, tap.beside, tap.third)
    share([caller, colleague])
    assert colleague.overheard == tap.beside
    share([caller])
    assert caller.overheard is None


def test_a_third_voice_is_in_what_the_caller_heard() -> None:
    tap = Tap(clock=lambda: 1.0)
    loud = np.full(160, 1000, dtype=np.int16).tobytes()
    for _ in range(2):
        tap.sent(SILENCE_FRAME)
        tap.caller(None)
        tap.beside(loud)
        tap.third(loud)
    tap.finish()
    items = tap.take()
    assert [type(item) for item in items] == [Tick, Tick]
    assert stereo(items)[:, 1].tolist() == [2000] * 320
    assert stereo([Tick(third=loud)])[:, 1].max() == 1000
    tap.paused = True
    tap.third(loud)
    tap.finish()
    assert tap.take() == [Tick()]
