"""The real legs behind handoff's borders, with the gateway's far sides scripted."""

import asyncio
import math
import time
from itertools import permutations
from typing import Literal

import pytest

from bot.call import handover as agent_line
from bot.call.agent_port import AgentPort
from bot.call.handover import CallerPort
from bot.call.prompt_player import PromptPlayer
from bot.call.signals import CallSignals
from handoff.acd.port import ReferEnd
from handoff.errors import CallerGone, LegRefused, SentenceLost
from tests.bot.conftest import ScriptedLeg, ShortPlayback, TextVoice
from voice.errors import BadAddress, CommandRefused, GatewayStopped, LegOver, PlaybackRunning, SpeakerLost
from voice.events import EndCause, HoldChanged, KeyPressed, LegEnded, LegEvent, SpeechStarted, TransferUpdate


def mouth_of(leg: ScriptedLeg, voice: TextVoice | None = None) -> PromptPlayer:
    return PromptPlayer(leg.play, voice or TextVoice(), lambda text, _: text, "fa")


def caller_of(leg: ScriptedLeg, voice: TextVoice | None = None) -> CallerPort:
    return CallerPort(leg, CallSignals(leg.events), mouth_of(leg, voice), "sorry", b"sorry")


class DeadVoice(TextVoice):
    """A synthesiser that died."""

    async def say(self, text: str, language: str):  # type: ignore[no-untyped-def]
        raise SpeakerLost("espeak")
        yield b""


async def test_what_is_said_is_heard() -> None:
    leg = ScriptedLeg()
    await caller_of(leg).say("لطفاً منتظر بمانید")
    assert leg.heard == ["لطفاً منتظر بمانید"]


async def test_without_a_synthesiser_the_apology_is_played() -> None:
    leg = ScriptedLeg()
    await caller_of(leg, DeadVoice()).say("لطفاً منتظر بمانید")
    assert leg.heard == ["sorry"]


async def test_the_apology_is_said_once() -> None:
    leg = ScriptedLeg()
    caller = caller_of(leg, DeadVoice())
    for sentence in ("لطفاً منتظر بمانید", "هنوز منتظرید", "همکارم آمد"):
        await caller.say(sentence)
    assert leg.heard == ["sorry"]


async def test_a_caller_who_hung_up_is_gone() -> None:
    leg = ScriptedLeg()
    leg.end()
    with pytest.raises(CallerGone):
        await caller_of(leg).say("الو")


async def test_a_caller_who_hangs_up_has_left_whatever_was_pressed_before() -> None:
    leg = ScriptedLeg()
    leg.events.put_nowait(KeyPressed("1", 1.0))
    caller = caller_of(leg)
    leaving = asyncio.create_task(caller.left())
    await asyncio.sleep(0)
    assert not leaving.done()
    leg.end()
    await asyncio.wait_for(leaving, 5)
    assert await caller.left() == ""  # whoever asks next is told too


async def test_a_key_of_the_caller() -> None:
    leg = ScriptedLeg()
    caller = caller_of(leg)
    leg.events.put_nowait(KeyPressed("1", time.monotonic() - 1))
    pressing = asyncio.create_task(caller.key())
    await asyncio.sleep(0.01)
    assert not pressing.done(), "one from before counts for nothing"
    for event in (HoldChanged(True, 1.0), HoldChanged(False, 1.0), KeyPressed("2", time.monotonic())):
        leg.events.put_nowait(event)
    assert await pressing == "2"


async def test_a_key_that_is_no_longer_waited_for_is_not_lost() -> None:
    leg = ScriptedLeg()
    caller = caller_of(leg)
    for _ in range(3):
        waiting = asyncio.create_task(caller.key())
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.wait({waiting})
    later = asyncio.create_task(caller.key())
    await asyncio.sleep(0.01)
    leg.events.put_nowait(KeyPressed("3", time.monotonic()))
    assert await later == "3"


@pytest.mark.parametrize("cause", ["hung_up", "lost"])
async def test_no_key_comes_of_a_caller_who_is_gone(cause: EndCause) -> None:
    caller = caller_of(leg := ScriptedLeg())
    pressing = asyncio.create_task(caller.key())
    leg.ended = LegEnded("far" if cause == "hung_up" else "network", 200, "", 1.0, cause)
    leg.events.put_nowait(leg.ended)
    with pytest.raises(CallerGone) as caught:
        await pressing
    assert caught.value.lost == ("" if cause == "hung_up" else "the line broke")


async def test_an_agent_is_left_to_the_caller() -> None:
    leg, theirs = ScriptedLeg(), ScriptedLeg()
    await caller_of(leg).refer_to(AgentPort(theirs, mouth_of(theirs)))
    assert leg.left_to == [theirs]
    assert not AgentPort(theirs, mouth_of(theirs)).gone
    theirs.end()
    assert AgentPort(theirs, mouth_of(theirs)).gone


async def test_what_the_invite_said_is_passed_on() -> None:
    leg = ScriptedLeg()
    leg.headers = {"X-Caller-Chan": "PJSIP/1"}
    assert caller_of(leg).headers == {"X-Caller-Chan": "PJSIP/1"}


ACCEPTED = TransferUpdate(100, "Accepted", False)
"""The stack's word for a 202."""
TRYING, FINE, BUSY = (
    TransferUpdate(100, "Trying", False),
    TransferUpdate(200, "OK", True),
    TransferUpdate(486, "", True),
)
BYE = LegEnded("far", 200, "BYE", 1.0)


@pytest.mark.parametrize(
    ("events", "end"),
    [
        ([ACCEPTED, KeyPressed("1", 1.0), TRYING, FINE], ReferEnd(200, True)),
        ([ACCEPTED, TransferUpdate(200, "OK", False)], ReferEnd(200, True)),
        ([ACCEPTED, TransferUpdate(100, "Trying", True)], ReferEnd(0, True)),
        ([BUSY], ReferEnd(486, False)),
        ([ACCEPTED, BUSY, BYE], ReferEnd(486, True)),
        ([ACCEPTED, BYE], ReferEnd(0, True, ended=True)),
        ([ACCEPTED, TRYING, BYE], ReferEnd(0, True, ended=True)),
        ([BYE], ReferEnd(0, False, ended=True)),
        ([ACCEPTED], ReferEnd(0, True)),
        ([ACCEPTED, TRYING], ReferEnd(0, True)),
        ([], ReferEnd()),
    ],
)
async def test_what_became_of_a_transfer(events: list[LegEvent], end: ReferEnd) -> None:
    leg = ScriptedLeg()
    caller = caller_of(leg)
    await caller.refer("sip:queue-x@pbx")
    assert leg.referred == ["sip:queue-x@pbx"]
    for event in events:
        leg.events.put_nowait(event)
    if BYE in events:
        leg.ended = BYE
    assert await caller.refer_end(0.05, 0.02) == end


async def test_a_transfer_reads_nothing_but_its_own_news_and_the_end_is_told_to_all_who_wait() -> None:
    news: list[LegEvent | SpeechStarted] = [KeyPressed("1", 1.0), HoldChanged(True, 1.0), SpeechStarted(1.0), TRYING]
    for order in permutations(news):
        caller = caller_of(leg := ScriptedLeg())
        leaving, ending = asyncio.create_task(caller.left()), asyncio.create_task(caller.refer_end(5))
        for event in order:
            caller.signals.hear(event) if isinstance(event, SpeechStarted) else leg.events.put_nowait(event)
            await asyncio.sleep(0)
        leg.end()
        assert (await ending, await leaving) == (ReferEnd(accepted=True, ended=True), "")


async def test_a_pbx_that_hangs_up_while_the_refer_is_on_its_way_took_it_on() -> None:
    class Quick(ScriptedLeg):
        async def refer(self, target: str) -> None:
            self.events.put_nowait(ACCEPTED)
            self.end()

    caller = caller_of(Quick())
    await caller.refer("sip:queue-x@pbx")
    assert await caller.refer_end(5) == ReferEnd(accepted=True, ended=True)


async def test_a_pbx_that_says_nothing_behind_its_202_is_not_waited_for_long() -> None:
    leg = ScriptedLeg()
    leg.events.put_nowait(ACCEPTED)
    assert await caller_of(leg).refer_end(3600, 0.01) == ReferEnd(accepted=True)


@pytest.mark.parametrize(
    ("fault", "ours"),
    [
        (BadAddress("x", "an address", "another"), LegRefused),
        (CommandRefused("refer", "not now"), LegRefused),
        (GatewayStopped("refer"), LegRefused),
        (LegOver("refer"), CallerGone),
    ],
)
async def test_what_the_stack_refuses_is_ours(fault: Exception, ours: type[Exception]) -> None:
    class Refusing(ScriptedLeg):
        async def refer(self, target: str) -> None:
            raise fault

    with pytest.raises(ours):
        await caller_of(Refusing()).refer("sip:queue-x@pbx")


async def test_a_playback_in_the_way_is_only_a_lost_sentence() -> None:
    class Taken(ScriptedLeg):
        def play(self) -> ShortPlayback:
            raise PlaybackRunning

    caller = caller_of(Taken())
    for work in (caller.say("لطفاً منتظر بمانید"), caller.hum(0.1)):
        with pytest.raises(SentenceLost):
            await work


@pytest.mark.parametrize(
    ("by", "cause", "lost"),
    [
        ("far", "hung_up", ""),
        ("network", "hung_up", "the line broke"),
        ("network", "lost", "the line broke"),
        ("us", "held_too_long", "the call was on hold for too long"),
        ("us", "drained", "Hatef stopped during the handoff"),
    ],
)
async def test_it_is_told_whether_the_caller_hung_up_or_was_lost(
    by: Literal["far", "network", "us"], cause: EndCause, lost: str
) -> None:
    leg = ScriptedLeg()
    caller = caller_of(leg)
    assert await caller.alive()
    leg.ended = LegEnded(by, 200, "", 1.0, cause)
    leg.events.put_nowait(leg.ended)
    assert await caller.left() == lost
    assert not await caller.alive()
    with pytest.raises(CallerGone) as caught:
        await caller.say("الو")
    assert caught.value.lost == lost


@pytest.mark.parametrize(
    ("before_s", "after_s", "pauses", "update", "alive"),
    [
        (0.5, 0.5, False, ACCEPTED, True),
        (0.5, 30.0, False, ACCEPTED, False),
        (0.5, 30.0, False, None, True),
        (0.5, 30.0, False, BUSY, True),
        (0.5, 30.0, True, ACCEPTED, True),
        (30.0, 60.0, False, ACCEPTED, True),
        (math.inf, math.inf, False, ACCEPTED, True),
    ],
)
async def test_a_leg_whose_sound_stopped_when_a_pbx_took_it_is_dead(
    before_s: float,
    after_s: float,
    pauses: bool,
    update: TransferUpdate | None,
    alive: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agent_line, "COMES_BACK_S", 0.01)
    monkeypatch.setattr(agent_line, "POLL_S", 0.0)
    leg = ScriptedLeg()
    caller = caller_of(leg)
    leg.unheard_s, leg.pauses = before_s, pauses
    await caller.refer("sip:queue-x@pbx")
    if update is not None:
        leg.events.put_nowait(update)
    await caller.refer_end(0.02, 0.01)
    leg.unheard_s = after_s
    assert await caller.alive() == alive


async def test_a_caller_whom_the_pbx_gives_back_is_alive_again() -> None:
    leg = ScriptedLeg()
    caller = caller_of(leg)
    await caller.refer("sip:queue-x@pbx")
    leg.unheard_s = 30.0
    asking = asyncio.create_task(caller.alive())
    await asyncio.sleep(0)
    leg.unheard_s = 0.1
    assert await asking


async def test_the_sound_of_waiting_is_no_turn_of_the_call() -> None:
    class Binary(ShortPlayback):
        def end(self) -> None:
            self._heard.append(f"{len(self._fed)} bytes")

    class Sounding(ScriptedLeg):
        def play(self) -> ShortPlayback:
            return Binary(self.heard)

    leg, spoken = Sounding(), list[str]()
    player = PromptPlayer(leg.play, TextVoice(), lambda text, _: text, "fa", lambda text, _: spoken.append(text))
    caller = CallerPort(leg, CallSignals(leg.events), player, "sorry", b"sorry")
    await caller.hum(0.5)
    await caller.play(bytes(320))
    assert (leg.heard, spoken) == (["8000 bytes", "320 bytes"], [])
