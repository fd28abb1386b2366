"""A caller whom a human sent back: what the bot says first, and that the call goes on with all that is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from bot.dialogue.client import HandoffWish, Reply
from bot.errors import DialogueUnavailable
from handoff.acd.port import CallerLeg
from handoff.desk import Handed
from handoff.packet import ContextPacket
from handoff.states import State
from tests.bot.conftest import StageMaker, utterance
from tests.bot.held import hold
from tests.shipped import CALL

GREETING, BYE = Reply(("hello",)), Reply(("goodbye",), hangup=True, intent="goodbye")
HUMAN = Reply(("to a human",), handoff=HandoffWish("asked_for_human"), intent="talk_to_human")
HOURS = Reply(("nine to five",), intent="ask_hours")


@dataclass
class SendsBack:
    """A desk whose humans send callers back by these numbers, one after the other."""

    numbers: list[str]
    packets: list[ContextPacket] = field(default_factory=list)
    takes_back: list[bool] = field(default_factory=list)

    async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, opening: str | None = None) -> Handed:
        self.packets.append(packet)
        self.takes_back.append(caller.takes_back)
        back = self.numbers.pop(0) if self.numbers else ""
        return Handed(packet.packet_id, State.BRIDGED, "queue", back)


@pytest.mark.parametrize(
    ("number", "replies", "first"),
    [("900", [], CALL["fa"].taken_back), ("901", [HOURS], "nine to five"), ("901", [Reply()], CALL["fa"].taken_back)],
    ids=["asks", "an intent", "an intent without an answer"],
)
async def test_the_bot_goes_on(stage: StageMaker, number: str, replies: Sequence[Reply], first: str) -> None:
    scene = stage([GREETING, HUMAN, *replies, BYE], [utterance("human"), utterance("no thanks")])
    desk = SendsBack([number])
    back = {"900": "", "901": "ask_hours"}
    scene = replace(scene, context=replace(scene.context, desk=desk, back=back))
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard == ["hello", first, "goodbye"]
    told = [said.text for said in scene.dialogue.said]
    assert told == (["human", "/ask_hours", "no thanks"] if replies else ["human", "no thanks"])
    call = scene.reader.call("leg1")
    assert call is not None and call.handoff_outcome == "bridged"
    assert desk.takes_back == [True]


async def test_a_dialogue_that_broke_meanwhile_is_a_human_again(stage: StageMaker) -> None:
    scene = stage([GREETING, HUMAN, DialogueUnavailable("gone")], [utterance("human")])
    desk = SendsBack(["901"])
    scene = replace(scene, context=replace(scene.context, desk=desk, back={"901": "ask_hours"}))
    assert await hold(scene) == "handoff_bridged"
    assert [packet.reason for packet in desk.packets] == ["asked_for_human", "component_failed"]


async def test_one_who_comes_back_from_the_rescue_is_served_too(stage: StageMaker) -> None:
    scene = stage([GREETING, DialogueUnavailable("gone"), BYE], [utterance("balance"), utterance("no thanks")])
    desk = SendsBack(["900"])
    scene = replace(scene, context=replace(scene.context, desk=desk, back={"900": ""}))
    assert await hold(scene) == "goodbye"
