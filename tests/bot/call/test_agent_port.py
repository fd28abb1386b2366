"""The agent's telephone behind handoff's borders, with the gateway's far sides scripted."""

import asyncio
import contextlib
from collections.abc import Mapping

import pytest

from bot.call.agent_port import AgentPort, GatewayAgents
from bot.call.prompt_player import PromptPlayer
from handoff.errors import (
    AgentBusy,
    AgentError,
    AgentGone,
    AgentNoAnswer,
    AgentRefused,
    AgentUnavailable,
    AgentUnreachable,
    CallerGone,
    SentenceLost,
)
from handoff.packet import PacketCaller
from tests.bot.call.test_handover import DeadVoice, caller_of, mouth_of
from tests.bot.conftest import ScriptedLeg, TextVoice
from voice.errors import BadAddress, CallFailed, GatewayStopped, NoAnswer, VoiceError
from voice.events import EndCause, HoldChanged, KeyPressed, Party


@pytest.mark.parametrize("who", ["caller", "agent"])
async def test_the_bridge_is_over_when_either_side_ends(who: str) -> None:
    legs = {"caller": ScriptedLeg(), "agent": ScriptedLeg()}
    agent = AgentPort(legs["agent"], mouth_of(legs["agent"]))
    caller = caller_of(legs["caller"])
    await agent.bridge(caller)
    assert legs["agent"].bridged == [legs["caller"]]
    talk = asyncio.create_task(agent.talk(caller))
    await asyncio.sleep(0)
    assert not talk.done()
    legs[who].end()
    await asyncio.wait_for(talk, 5)
    assert legs["agent"].bridged == []


@pytest.mark.parametrize(
    ("cause", "unheard_s", "gone"), [("lost", 60.0, True), ("lost", 0.0, False), ("hung_up", 60.0, False)]
)
async def test_a_caller_who_was_lost_before_the_bridge_was_never_with_the_agent(
    cause: EndCause, unheard_s: float, gone: bool
) -> None:
    theirs, ours = ScriptedLeg(), ScriptedLeg()
    agent = AgentPort(ours, mouth_of(ours))
    caller = caller_of(theirs)
    await agent.bridge(caller)
    theirs.unheard_s = unheard_s
    theirs.end(cause)
    with pytest.raises(CallerGone, match="the line broke") if gone else contextlib.nullcontext():
        await agent.talk(caller)


@pytest.mark.parametrize(("who", "error"), [("caller", CallerGone), ("agent", AgentGone)])
async def test_who_is_gone_before_the_bridge_is_told_apart(who: str, error: type[Exception]) -> None:
    legs = {"caller": ScriptedLeg(), "agent": ScriptedLeg()}
    legs[who].end()
    agent = AgentPort(legs["agent"], mouth_of(legs["agent"]))
    with pytest.raises(error):
        await agent.bridge(caller_of(legs["caller"]))


async def test_without_a_synthesiser_the_whisper_is_lost_and_nothing_else() -> None:
    leg = ScriptedLeg()
    with pytest.raises(SentenceLost):
        await AgentPort(leg, mouth_of(leg, DeadVoice())).say("خانم محمدی")


async def test_an_agent_who_hangs_up_before_the_whisper_ends_is_gone() -> None:
    leg = ScriptedLeg()
    leg.end()
    with pytest.raises(AgentGone):
        await AgentPort(leg, mouth_of(leg)).say("خانم محمدی")


async def test_the_keys_of_an_agent_in_their_order_and_nothing_else() -> None:
    leg = ScriptedLeg()
    for event in (KeyPressed("1", 1.0), HoldChanged(True, 2.0), KeyPressed("2", 3.0)):
        leg.events.put_nowait(event)
    agent = AgentPort(leg, mouth_of(leg))
    assert [await agent.key(), await agent.key()] == ["1", "2"]
    leg.end()
    with pytest.raises(AgentGone):
        await agent.key()


async def test_a_sentence_is_cut_by_a_key() -> None:
    class Slow(TextVoice):
        async def say(self, text: str, language: str):  # type: ignore[no-untyped-def]
            yield text.encode()
            await asyncio.Event().wait()

    leg = ScriptedLeg()
    agent = AgentPort(leg, mouth_of(leg, Slow()))
    saying = asyncio.create_task(agent.say("خانم محمدی"))
    pressing = asyncio.create_task(agent.key())
    leg.events.put_nowait(KeyPressed("1", 1.0))
    assert await pressing == "1"
    saying.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await saying
    await agent.hangup()
    assert leg.hung_up


class Telephone:
    """A gateway whose far side answers with a leg, or with an error."""

    def __init__(self, answer: ScriptedLeg | VoiceError) -> None:
        self._answer = answer
        self.asked: list[tuple[str, Mapping[str, str] | None, Party | None, float]] = []

    async def call(
        self, uri: str, *, headers: Mapping[str, str] | None = None, person: Party | None = None, timeout_s: float
    ) -> ScriptedLeg:
        self.asked.append((uri, headers, person, timeout_s))
        if isinstance(self._answer, VoiceError):
            raise self._answer
        return self._answer


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (NoAnswer(20.0), AgentNoAnswer),
        (CallFailed(486, "Busy Here"), AgentBusy),
        (CallFailed(600, "Busy Everywhere"), AgentBusy),
        (CallFailed(603, "Decline"), AgentRefused),
        (CallFailed(480, "Temporarily Unavailable"), AgentUnavailable),
        (CallFailed(404, "Not Found"), AgentUnreachable),
        (CallFailed(503, "Service Unavailable"), AgentUnreachable),
        (BadAddress("x", "an agent", "an address"), AgentUnreachable),
        (GatewayStopped("place a call"), AgentUnreachable),
    ],
)
async def test_what_the_telephone_answers_is_told_apart(answer: VoiceError, error: type[AgentError]) -> None:
    line = GatewayAgents(Telephone(answer), lambda leg, _: mouth_of(leg))  # type: ignore[arg-type]
    with pytest.raises(AgentError) as caught:
        await line.ring("sip:101@pbx", {}, 20.0, PacketCaller())
    assert type(caught.value) is error


async def test_the_telephone_shows_the_caller_and_is_spoken_to_in_its_language() -> None:
    leg, languages = ScriptedLeg(), list[str]()

    def mouth_for(_: object, language: str) -> PromptPlayer:
        languages.append(language)
        return mouth_of(leg)

    telephone = Telephone(leg)
    line = GatewayAgents(telephone, mouth_for)
    await line.ring("sip:101@pbx", {"X-Hatef-Token": "abc"}, 20.0, PacketCaller("0912", "c-1", "خانم محمدی"), "ar")
    person = Party("0912", "", "خانم محمدی")
    assert telephone.asked == [("sip:101@pbx", {"X-Hatef-Token": "abc"}, person, 20.0)]
    assert languages == ["ar"]
