"""An agent telephones: the far side is scripted, menu, board and signals are real."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.call.agent_telephone import AgentTelephone
from bot.call.prompt_player import PromptPlayer
from handoff.acd.own.agents import Agent, AgentState
from handoff.acd.own.board import QueueRules
from handoff.acd.own.distributor import Distributor
from tests.bot.conftest import ScriptedLeg, TextVoice
from tests.shipped import SENTENCES
from voice.errors import SpeakerLost
from voice.events import KeyPressed, Party

SAID = SENTENCES.by_telephone("fa")


@pytest.fixture
async def distributor() -> AsyncIterator[Distributor]:
    agents = [Agent("101", "sip:501@pbx", languages=("fa",)), Agent("102", "sip:502@pbx", languages=("ar",))]
    made = Distributor(agents, [QueueRules("q")])
    yield made
    made.stop()


class Caller(ScriptedLeg):
    """Presses keys, one group for each question as soon as it is heard."""

    def __init__(self, number: str, *keys: str) -> None:
        super().__init__()
        self.remote = Party(number, "pbx")
        self._keys = list(keys)

    def press_next(self) -> None:
        for key in self._keys.pop(0) if self._keys else "":
            self.events.put_nowait(KeyPressed(key, 1.0))


def telephone(distributor: Distributor, voice: TextVoice | None = None) -> AgentTelephone:
    def player_for(leg: object, language: str) -> PromptPlayer:
        assert isinstance(leg, Caller)

        def wording(text: str, _: str) -> str:
            leg.press_next()
            return text

        return PromptPlayer(leg.play, voice or TextVoice(), wording, language)

    pins = {"101": "4711", "102": "0815"}
    return AgentTelephone(distributor, pins, SENTENCES, player_for, "fa", key_s=0.05)


async def test_pin_then_ready_then_home(distributor: Distributor) -> None:
    leg = Caller("501", "4711#", "1", "", "3")
    await telephone(distributor).run(leg)
    assert distributor.board.seat("101").now.state is AgentState.OUT
    assert leg.hung_up
    assert leg.heard[-1] == SAID.bye


async def test_from_another_telephone_with_number_and_pin(distributor: Distributor) -> None:
    leg = Caller("0912", "102#", "0815#", "2")
    await telephone(distributor).run(leg)
    assert distributor.board.seat("102").now.state is AgentState.AWAY


async def test_an_agent_is_spoken_to_in_their_language(distributor: Distributor) -> None:
    leg = Caller("502", "0815#", "1")
    await telephone(distributor).run(leg)
    assert SENTENCES.by_telephone("ar").bye in leg.heard[-1]
    assert distributor.board.seat("102").now.state is AgentState.READY


async def test_wrong_pins_end_the_call_and_change_nothing(distributor: Distributor) -> None:
    leg = Caller("501", "1#", "2#", "3#", "4711#", "1")
    await telephone(distributor).run(leg)
    assert leg.heard[-1] == SAID.refused
    assert distributor.board.seat("101").now.state is AgentState.OUT


async def test_who_hangs_up_is_gone_without_a_fault(distributor: Distributor) -> None:
    leg = Caller("501")
    running = asyncio.create_task(telephone(distributor).run(leg))
    await asyncio.sleep(0.01)
    leg.end()
    await asyncio.wait_for(running, 5)
    assert leg.hung_up


async def test_without_a_voice_the_keys_still_work(distributor: Distributor) -> None:
    class Dead(TextVoice):
        async def say(self, text: str, language: str):  # type: ignore[no-untyped-def]
            raise SpeakerLost("espeak")
            yield b""

    leg = Caller("501", "4711#", "1")
    await telephone(distributor, Dead()).run(leg)
    assert distributor.board.seat("101").now.state is AgentState.READY
