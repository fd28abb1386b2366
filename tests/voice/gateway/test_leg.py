"""Whole legs on loopback, with the softphone as the far side."""

import asyncio
import math
import time
import wave
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import ANY

import numpy as np
import pytest

from tests.voice.gateway.wire import WireCall
from voice.errors import CommandRefused, LegOver, PlaybackRunning
from voice.events import Answered, HoldChanged, KeyPressed, LegEnded, LegEvent, Party, TransferUpdate
from voice.gateway.leg import Leg, LegFacts
from voice.gateway.playback import Played
from voice.gateway.sip_thread import SipThread
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

pytestmark = pytest.mark.sip

Expect = Callable[..., Awaitable[Any]]
OpenPhone = Callable[..., Awaitable[RemotePhone]]
OpenExchange = Callable[..., Awaitable["Exchange"]]
Tone = Callable[..., bytes]


async def test_what_a_leg_knows_when_it_begins(exchange: "Exchange", phone: RemotePhone, expect: Expect) -> None:
    before_s = time.monotonic()
    await phone.do("call", uri=exchange.uri("02188"), headers={"X-Queue": "sales", "User-to-User": "00ab;encoding=hex"})
    leg = await exchange.next_leg(answer=False)
    assert (leg.incoming, leg.called, leg.remote.user, leg.codec) == (True, "02188", "phone", "")
    assert (leg.headers["x-queue"], leg.headers["User-To-User"]) == ("sales", "00ab;encoding=hex")
    assert leg.headers["Call-ID"]
    assert before_s < leg.invited_s <= time.monotonic()
    await leg.ring()
    assert (await phone.wait("ringing"))["code"] == 180
    await leg.answer()
    await leg.answer()  # harmless
    assert isinstance(await expect(leg, Answered), Answered)
    assert leg.codec == "PCMA"
    assert "02188" not in repr(leg)


async def test_it_is_known_when_sound_last_came(exchange: "Exchange", phone: RemotePhone) -> None:
    await phone.do("call", uri=exchange.uri("02188"))
    leg = await exchange.next_leg(answer=False)
    assert leg.unheard_s == math.inf
    await leg.answer()
    while leg.unheard_s == math.inf:
        await asyncio.sleep(0.05)


async def test_sound_goes_both_ways(
    exchange: "Exchange", phone: RemotePhone, tone: Tone, tone_file: Callable[..., str],
    tone_share: Callable[[bytes, int], float], tmp_path: Path,
) -> None:  # fmt: skip
    leg = await exchange.ring_up(phone)
    heard: list[bytes] = []
    leg.listen(heard.append)
    await phone.do("record", file=str(tmp_path / "call.wav"))
    await phone.do("play", file=tone_file(600, 700))
    playback = leg.play()
    playback.feed(tone(600, 440))
    playback.end()
    assert (await playback.done()).completed
    await phone.wait("play_ended")
    await phone.wait("far_speech_ended")
    leg.listen(None)
    await leg.hangup()
    await phone.wait("recorded")
    with wave.open(str(tmp_path / "call.wav")) as file:
        stereo = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)
    assert purity(b"".join(heard), 700, tone_share) > 0.8
    assert purity(stereo[:, 0].tobytes(), 440, tone_share) > 0.8
    assert purity(stereo[:, 1].tobytes(), 700, tone_share) > 0.8


def purity(pcm: bytes, hz: int, tone_share: Callable[[bytes, int], float]) -> float:
    """The tone's share in the second worst of five tenths of a second: the jitter buffer may jump once in phase."""
    half_second = loud(pcm)
    return sorted(tone_share(half_second[at : at + 1600], hz) for at in range(0, 8000, 1600))[1]


def loud(pcm: bytes) -> bytes:
    """Half a second from the first sound on."""
    first = next(n for n, sample in enumerate(np.frombuffer(pcm, dtype="<i2")) if abs(int(sample)) > 3000)
    return pcm[2 * first : 2 * first + 8000]


async def test_done_means_played_to_the_end(exchange: "Exchange", phone: RemotePhone, tone: Tone) -> None:
    leg = await exchange.ring_up(phone)
    playback = leg.play()
    playback.feed(tone(500))
    playback.end()
    played = await playback.done()
    done_s = time.monotonic()
    heard_until = (await phone.wait("far_speech_ended"))["t"]
    assert played.completed and played.started_s is not None
    assert played.played_ms == 500
    assert 0.495 < done_s - played.started_s < 0.6
    assert abs(heard_until - played.started_s - 0.5) < 0.1


async def test_stop_is_heard_within_frames(exchange: "Exchange", phone: RemotePhone, tone: Tone) -> None:
    leg = await exchange.ring_up(phone)
    playback = leg.play()
    playback.feed(tone(5000))
    await phone.wait("far_speech_started")
    playback.stop()
    stopped_s = time.monotonic()
    assert not (await playback.done()).completed
    silent_s = (await phone.wait("far_speech_ended"))["t"]
    assert silent_s - stopped_s < 0.080  # one frame out, the far side's jitter buffer, one frame in


async def test_a_greeting_that_waits_for_the_answer_is_heard_whole(
    exchange: "Exchange", phone: RemotePhone, tone: Tone
) -> None:
    await phone.do("call", uri=exchange.uri())
    leg = await exchange.next_leg(answer=False)
    playback = leg.play()
    playback.feed(tone(300))
    playback.end()
    await leg.answer()
    assert await playback.done() == Played(True, ANY, 300)
    heard = [(await phone.wait(f"far_speech_{edge}"))["t"] for edge in ("started", "ended")]
    assert 0.25 < heard[1] - heard[0] < 0.36


async def test_one_playback_at_a_time(exchange: "Exchange", phone: RemotePhone, tone: Tone) -> None:
    leg = await exchange.ring_up(phone)
    first = leg.play()
    with pytest.raises(PlaybackRunning):
        leg.play()
    first.stop()
    second = leg.play()
    second.feed(tone(40))
    second.end()
    assert (await second.done()).completed
    leg.play().stop()


async def test_a_playback_ends_with_its_leg(exchange: "Exchange", phone: RemotePhone, tone: Tone) -> None:
    leg = await exchange.ring_up(phone)
    playback = leg.play()
    playback.feed(tone(5000))
    await phone.wait("far_speech_started")
    await phone.do("hangup")
    assert not (await asyncio.wait_for(playback.done(), 2)).completed


@pytest.mark.parametrize("method", ["rfc4733", "info"])
async def test_keys(exchange: "Exchange", phone: RemotePhone, expect: Expect, method: str) -> None:
    leg = await exchange.ring_up(phone)
    await phone.do("dtmf", digits="19*#", method=method)
    assert [(await expect(leg, KeyPressed)).digit for _ in range(4)] == list("19*#")


async def test_hold_and_resume_by_the_far_side(
    exchange: "Exchange", phone: RemotePhone, expect: Expect, tone: Tone
) -> None:
    leg = await exchange.ring_up(phone)
    await phone.do("hold")
    assert (await expect(leg, HoldChanged)).held and leg.held
    playback = leg.play()
    playback.feed(tone(200))
    playback.end()
    await phone.do("resume")
    assert not ((await expect(leg, HoldChanged)).held or leg.held)
    await phone.wait("far_speech_started")
    assert (await playback.done()).completed


async def test_hold_and_resume_by_us(exchange: "Exchange", phone: RemotePhone, tone: Tone) -> None:
    leg = await exchange.ring_up(phone)
    await leg.hold()
    assert (await phone.wait("held"))["held"]
    await leg.resume()
    assert not (await phone.wait("held"))["held"]
    playback = leg.play()
    playback.feed(tone(100))
    playback.end()
    await phone.wait("far_speech_started")


async def test_hold_and_resume_in_one_breath(exchange: "Exchange", phone: RemotePhone) -> None:
    leg = await exchange.ring_up(phone)
    for _ in range(3):
        await leg.hold()
        await leg.resume()
        assert [(await phone.wait("held"))["held"] for _ in range(2)] == [True, False]


async def test_the_far_side_hangs_up(exchange: "Exchange", phone: RemotePhone, expect: Expect) -> None:
    leg = await exchange.ring_up(phone)
    await phone.do("hangup")
    assert (await expect(leg, LegEnded)).by == "far"
    assert leg.ended is not None
    await leg.hangup()
    leg.listen(None)
    leg.unbridge()
    for command in (leg.answer, leg.ring, leg.hold, leg.resume):
        with pytest.raises(LegOver):
            await command()
    with pytest.raises(LegOver):
        leg.play()


async def test_a_command_that_comes_too_early(exchange: "Exchange", phone: RemotePhone) -> None:
    await phone.do("call", uri=exchange.uri())
    leg = await exchange.next_leg(answer=False)
    with pytest.raises(CommandRefused, match="cannot hold now"):
        await leg.hold()
    await leg.answer()


HOLD, TRYING = HoldChanged(True, 1.0), TransferUpdate(100, "Trying", False)


async def test_a_flood_of_keys_does_not_fill_the_memory_and_leaves_room_for_what_matters() -> None:
    facts = LegFacts(True, Party("0912", "192.0.2.1"), "100", {}, 0.0)
    leg = Leg(facts, cast(SipThread, None), asyncio.get_running_loop(), most_waiting=3)
    ended = LegEnded("far", 200, "BYE", 2.0)
    keys = [KeyPressed(digit, 0.0) for digit in "12345"]
    events: list[LegEvent] = [*keys, HOLD, TRYING, ended, KeyPressed("6", 3.0)]
    for event in events:
        leg.tell(event)
    await asyncio.sleep(0)
    waiting = [leg.events.get_nowait() for _ in range(leg.events.qsize())]
    assert waiting == [keys[2], HOLD, TRYING, ended]
    assert leg.dropped == 4


async def test_we_hang_up(exchange: "Exchange", phone: RemotePhone, expect: Expect) -> None:
    leg = await exchange.ring_up(phone)
    await asyncio.gather(leg.hangup(), leg.hangup())
    assert (await expect(leg, LegEnded)).by == "us"
    assert (await phone.wait("ended"))["code"] == 200


async def test_an_unanswered_call_is_refused_with_a_code(exchange: "Exchange", phone: RemotePhone) -> None:
    await phone.do("call", uri=exchange.uri())
    leg = await exchange.next_leg(answer=False)
    await leg.hangup(404)
    assert (await phone.wait("ended"))["code"] == 404


async def test_the_caller_gives_up_before_the_answer(exchange: "Exchange", phone: RemotePhone, expect: Expect) -> None:
    await phone.do("call", uri=exchange.uri())
    leg = await exchange.next_leg(answer=False)
    await leg.ring()
    await phone.do("hangup")
    assert (await expect(leg, LegEnded)).sip_code == 487
    with pytest.raises(LegOver):
        await leg.answer()


async def test_a_sink_that_raises_is_counted(exchange: "Exchange", phone: RemotePhone, expect: Expect) -> None:
    leg = await exchange.ring_up(phone)
    ten = asyncio.Event()
    loop, seen = asyncio.get_running_loop(), list[int]()

    def broken(pcm: bytes) -> None:
        seen.append(len(pcm))
        if len(seen) == 10:
            loop.call_soon_threadsafe(ten.set)
        raise ValueError("broken listener")

    leg.listen(broken)
    await asyncio.wait_for(ten.wait(), 5)
    await phone.do("hangup")
    await expect(leg, LegEnded)
    assert exchange.gateway.stats.dropped >= 10
    assert set(seen) == {320}


@pytest.mark.parametrize(("codecs", "by_tone"), [("8", True), ("8 101", False)])
async def test_it_is_known_whether_keys_come_as_tones(exchange: "Exchange", codecs: str, by_tone: bool) -> None:
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange, call.sdp(codecs))
        assert leg.keys_by_tone is by_tone


async def test_a_telephone_that_suppresses_silence_is_known_by_its_pauses(
    exchange: "Exchange", phone: RemotePhone
) -> None:
    steady = await exchange.ring_up(phone)
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        while not leg.pauses:
            await call.speak(bytes(160) * 5)
            while leg.unheard_s < 2.0:
                await asyncio.sleep(0.05)
        assert not steady.pauses
