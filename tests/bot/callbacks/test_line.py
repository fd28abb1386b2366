"""Calling somebody back, with the far side scripted: who is there goes on, everybody else is told apart."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import numpy as np
import pytest

from bot.call.agent_port import AgentPort
from bot.call.prompt_player import PromptPlayer
from bot.callbacks import line as line_module
from bot.callbacks.line import GatewayCallers, Spoken
from handoff.callbacks.options import CallbackRules
from handoff.callbacks.plan import Why
from handoff.errors import AgentGone, CallerGone, CallerNotReached
from handoff.packet import ContextPacket
from tests.bot.conftest import ScriptedLeg, TextVoice
from tests.shipped import PROMPTS
from voice.errors import CallFailed, VoiceError
from voice.events import KeyPressed, Party

NOW = datetime(2026, 11, 30, tzinfo=UTC)
PACKET = ContextPacket("00a1b2c3d4e5", "call", "fa", "called_back", NOW, NOW)
NUMBER = "09121234567"
COMPANY = {"fa": "فروشگاه", "ar": "المتجر"}


class OneGateway:
    """Places the one call: a leg, or what it ends in."""

    def __init__(self, end: ScriptedLeg | VoiceError) -> None:
        self.end = end
        self.called: list[tuple[str, float]] = []

    async def call(
        self, uri: str, *, headers: Mapping[str, str] | None = None, person: Party | None = None, timeout_s: float
    ) -> Any:
        self.called.append((uri, timeout_s))
        if isinstance(self.end, VoiceError):
            raise self.end
        return self.end


class Pressing(ScriptedLeg):
    """A person who presses a key as soon as the question is over."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    def play(self) -> Any:
        asyncio.get_running_loop().call_later(0.01, self._press)
        return super().play()

    def _press(self) -> None:
        self.events.put_nowait(KeyPressed(self._key, asyncio.get_running_loop().time()))


def callers(
    end: ScriptedLeg | VoiceError, confirm_s: float = 5.0, order: Literal["caller", "agent"] = "caller"
) -> GatewayCallers:
    def mouth(leg: Any, language: str) -> PromptPlayer:
        return PromptPlayer(leg.play, TextVoice(), lambda text, _: text, language)

    spoken = {code: Spoken(own.callbacks, COMPANY[code]) for code, own in PROMPTS.items()}
    rules = CallbackRules(dial="sip:{number}@pbx.example", ring_s=17, confirm_s=confirm_s, order=order)
    return GatewayCallers(OneGateway(end), mouth, spoken, rules)


async def reached(end: ScriptedLeg | VoiceError, confirm_s: float = 5.0) -> Why | None:
    """Why nobody was, or None."""
    dialled: list[str] = []

    async def on_dial() -> None:
        dialled.append(NUMBER)

    try:
        async with callers(end, confirm_s).caller(PACKET, NUMBER, on_dial) as port:
            assert port.why == ""
            assert isinstance(end, ScriptedLeg) and not end.hung_up
    except CallerNotReached as error:
        return Why(error.why)
    finally:
        assert dialled == [NUMBER]
        assert not isinstance(end, ScriptedLeg) or (end.hung_up and end.sink is None)
    return None


async def test_who_presses_one_is_there() -> None:
    leg = Pressing("1")
    assert await reached(leg) is None
    assert leg.heard == [PROMPTS["fa"].callbacks.greeting.format(company="فروشگاه")]


async def test_the_number_goes_where_the_configuration_says() -> None:
    gateway = OneGateway(CallFailed(486, "Busy"))
    found = callers(CallFailed(486, "Busy"))
    found._gateway = gateway

    async def on_dial() -> None: ...

    with pytest.raises(CallerNotReached):
        async with found.caller(PACKET, NUMBER, on_dial):
            pass
    assert gateway.called == [("sip:09121234567@pbx.example", 17)]


async def test_who_presses_two_wants_no_call() -> None:
    leg = Pressing("2")
    assert await reached(leg) is Why.NOT_WANTED
    assert leg.heard[-1] == PROMPTS["fa"].callbacks.not_wanted


async def test_another_key_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "PAUSE_S", 0.05)
    assert await reached(Pressing("5"), 0.1) is Why.NO_KEY


async def test_who_says_nothing_is_asked_again_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "PAUSE_S", 0.05)
    leg = ScriptedLeg()
    assert await reached(leg, 0.12) is Why.NO_KEY
    assert set(leg.heard[1:]) == {PROMPTS["fa"].callbacks.again}


async def test_who_hangs_up_is_no_machine() -> None:
    leg = ScriptedLeg()
    asyncio.get_running_loop().call_later(0.05, leg.end)
    assert await reached(leg) is Why.HUNG_UP


async def test_a_beep_ends_it_at_once() -> None:
    leg = ScriptedLeg()

    def beep() -> None:
        assert leg.sink is not None
        tone = (8_000 * np.sin(2 * np.pi * 1_000 * np.arange(160) / 8_000)).astype("<i2").tobytes()
        for _ in range(20):
            leg.sink(tone)

    asyncio.get_running_loop().call_later(0.05, beep)
    assert await reached(leg, 60) is Why.MACHINE


async def test_a_machine_that_talked_on_and_hung_up() -> None:
    leg = ScriptedLeg()

    def talk() -> None:
        assert leg.sink is not None
        noise = np.random.default_rng(1)
        for _ in range(250):
            leg.sink(noise.normal(0, 4_000, 160).astype("<i2").tobytes())
        leg.end()

    asyncio.get_running_loop().call_later(0.05, talk)
    assert await reached(leg, 60) is Why.MACHINE


async def test_a_refusal_is_told_apart() -> None:
    assert await reached(CallFailed(480, "", 17)) is Why.BUSY


async def test_a_language_without_sentences_hears_the_usual_one() -> None:
    assert set(PROMPTS) == {"fa", "ar"}
    leg = Pressing("1")

    async def on_dial() -> None: ...

    packet = ContextPacket("00a1b2c3d4e5", "call", "en", "called_back", NOW, NOW)
    async with callers(leg).caller(packet, NUMBER, on_dial):
        assert "فروشگاه" in leg.heard[0]


def agent_of(leg: ScriptedLeg) -> AgentPort:
    return AgentPort(leg, PromptPlayer(leg.play, TextVoice(), lambda text, _: text, "fa"))


async def test_with_an_agent_first_nobody_is_called_before_one_is_there() -> None:
    person, telephone, dialled = Pressing("1"), ScriptedLeg(), []

    async def on_dial() -> None:
        dialled.append(NUMBER)

    async with callers(person, order="agent").caller(PACKET, NUMBER, on_dial) as later:
        await later.say("nobody hears it")
        assert (dialled, person.heard) == ([], [])
        agent = agent_of(telephone)
        await agent.bridge(later)
        assert telephone.heard == [PROMPTS["fa"].callbacks.fetching]
        assert (dialled, telephone.bridged, person.hung_up) == ([NUMBER], [person], False)
    assert person.hung_up


async def test_an_agent_whose_caller_is_not_reached_hears_so() -> None:
    telephone = ScriptedLeg()

    async def on_dial() -> None: ...

    async with callers(CallFailed(486, "Busy"), order="agent").caller(PACKET, NUMBER, on_dial) as later:
        with pytest.raises(CallerGone):
            await agent_of(telephone).bridge(later)
        assert later.why == Why.BUSY
    said = PROMPTS["fa"].callbacks
    assert (telephone.heard, telephone.hung_up) == ([said.fetching, said.not_reached], True)


async def test_an_agent_who_hangs_up_meanwhile_ends_the_ringing() -> None:
    person, telephone = ScriptedLeg(), ScriptedLeg()

    async def on_dial() -> None:
        telephone.end()

    async with callers(person, 60, order="agent").caller(PACKET, NUMBER, on_dial) as later:
        with pytest.raises(AgentGone):
            await agent_of(telephone).bridge(later)
        assert person.hung_up
