"""AMI moves the caller; whatever it cannot do, REFER does."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from handoff.acd.ami.connection import NOTHING
from handoff.acd.ami.errors import AmiAway, AmiError, AmiRefused
from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.acd import Pbx
from handoff.acd.asterisk.redirect import RedirectAcd
from handoff.acd.asterisk.watch import QueueWatch
from handoff.acd.port import Outcome
from handoff.errors import CallerGone, TransferFailed
from handoff.events import HandoffEvent
from handoff.options import AsteriskRules
from handoff.packet import ContextPacket
from handoff.states import State
from tests.handoff.acd.asterisk.told import agent
from tests.handoff.doubles import OneAcd, OneCaller, Steps

RULES = AsteriskRules(queues={"general": "600", "complaints": "602"}, transfer="redirect", extension="{queue}-{token}")
PLAIN = Outcome(State.REFERRED, "refer", 200)
HEADERS = {"X-Caller-Chan": "PJSIP/trunk-1", "Call-ID": "ours"}


@dataclass
class Manager:
    """Knows one caller; `faults` by action. On Redirect the caller's leg ends, unless it `forgets` us."""

    caller: OneCaller
    faults: Mapping[str, AmiError] = field(default_factory=dict)
    forgets: bool = False
    up: bool = True
    told: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    async def ask_list(self, action: str, fields: Mapping[str, str] = NOTHING) -> list[Message]:
        if action in self.faults:
            raise self.faults[action]
        rows = (("PJSIP/trunk-1", "1796058562.0"), ("PJSIP/hatef-2", "1.2"))
        return [
            Message((("Event", "CoreShowChannel"), ("Channel", name), ("Uniqueid", uniqueid), ("BridgeId", "b")))
            for name, uniqueid in rows
        ]

    async def ask(self, action: str, fields: Mapping[str, str] = NOTHING) -> Message:
        if action in self.faults:
            raise self.faults[action]
        if action != "Getvar":
            self.told.append((action, fields))
        if action == "Redirect" and not self.forgets:
            self.caller.gone.set()
        return Message((("Response", "Success"), ("Value", "ours")))


class Notes(list[HandoffEvent]):
    async def note(self, _packet_id: str, event: HandoffEvent) -> None:
        self.append(event)


def road(manager: Manager, plain: OneAcd | None = None) -> tuple[RedirectAcd, QueueWatch]:
    watch = QueueWatch(Notes().note, lambda _: None)
    return RedirectAcd(Pbx(manager, watch, RULES), plain, bye_s=0.05), watch


def plainly() -> OneAcd:
    return OneAcd("refer", PLAIN, (State.REFERRING, State.REFERRED))


@pytest.mark.parametrize(("skill", "extension"), [("", "600-abc"), ("complaints", "602-abc")])
async def test_the_caller_is_moved_with_the_token(packet: ContextPacket, skill: str, extension: str) -> None:
    caller, steps = OneCaller(headers=HEADERS), Steps()
    manager = Manager(caller)
    acd, _ = road(manager)
    outcome = await acd.transfer(replace(packet, skill=skill), "abc", caller, steps)
    assert outcome == Outcome(State.REFERRED, "redirect")
    channel = {"Channel": "PJSIP/trunk-1"}
    assert manager.told == [
        ("Setvar", {**channel, "Variable": "__HATEF_TOKEN", "Value": "abc"}),
        ("Setvar", {**channel, "Variable": "HATEF_WAY", "Value": "redirect"}),
        ("Redirect", {**channel, "Context": "from-hatef", "Exten": extension, "Priority": "1"}),
    ]
    assert steps.states == [State.REFERRING, State.REFERRED]
    assert caller.log == []


async def test_who_takes_it_is_known_by_the_channel(packet: ContextPacket) -> None:
    caller = OneCaller(headers=HEADERS)
    acd, watch = road(Manager(caller))
    with watch.following(packet.packet_id) as followed:
        await acd.transfer(packet, "abc", caller, Steps())
        watch.take(agent("AgentConnect"))
        assert followed.agent.result() == "Agent 201"


@pytest.mark.parametrize(
    "faults",
    [
        {"CoreShowChannels": AmiAway("CoreShowChannels", "closed")},
        {"CoreShowChannels": AmiRefused("a list", "Permission denied")},
        {"Getvar": AmiRefused("Getvar", "No such channel")},
        {"Setvar": AmiRefused("Setvar", "Permission denied")},
        {"Redirect": AmiRefused("Redirect", "No such channel")},
        {"Redirect": AmiAway("Redirect", "no answer within 3 s")},
    ],
)
async def test_what_ami_cannot_do_refer_does(packet: ContextPacket, faults: Mapping[str, AmiError]) -> None:
    caller = OneCaller(headers=HEADERS)
    plain = plainly()
    assert await road(Manager(caller, faults), plain)[0].transfer(packet, "abc", caller, Steps()) == PLAIN
    assert plain.tokens == ["abc"]
    with pytest.raises(TransferFailed, match="redirect"):
        await road(Manager(caller, faults))[0].transfer(packet, "abc", caller, Steps())


async def test_a_pbx_that_leaves_the_caller_with_us_has_not_moved_them(packet: ContextPacket) -> None:
    caller = OneCaller(headers=HEADERS)
    with pytest.raises(TransferFailed, match="did not take them"):
        await road(Manager(caller, forgets=True), plainly())[0].transfer(packet, "abc", caller, Steps())


async def test_a_caller_whose_channel_nobody_knows_goes_by_refer(packet: ContextPacket) -> None:
    caller, plain = OneCaller(), plainly()
    assert await road(Manager(caller), plain)[0].transfer(packet, "abc", caller, Steps()) == PLAIN


async def test_all_is_prepared_while_the_first_words_are_said_and_moved_behind_them(packet: ContextPacket) -> None:
    caller = OneCaller(headers=HEADERS, say_s=0.05)
    manager = Manager(caller)
    acd = road(manager)[0].saying("one moment", "now")
    going = asyncio.create_task(acd.transfer(packet, "abc", caller, Steps()))
    while len(manager.told) < 2:
        await asyncio.sleep(0)
    assert (caller.finished, [action for action, _ in manager.told]) == ([], ["Setvar", "Setvar"])
    assert await going == Outcome(State.REFERRED, "redirect")
    assert (caller.finished, manager.told[-1][0]) == (["now"], "Redirect")


async def test_the_first_words_are_not_said_again_by_the_plain_way(packet: ContextPacket) -> None:
    caller, plain = OneCaller(headers=HEADERS), plainly()
    acd = road(Manager(caller, {"Setvar": AmiRefused("Setvar", "Permission denied")}), plain)[0]
    assert await acd.saying("one moment").transfer(packet, "abc", caller, Steps()) == PLAIN
    assert caller.log == ["say one moment"]


async def test_who_leaves_during_the_first_words_is_not_moved(packet: ContextPacket) -> None:
    caller = OneCaller(headers=HEADERS, gone_after=0)
    manager = Manager(caller)
    with pytest.raises(CallerGone):
        await road(manager, plainly())[0].saying("one moment").transfer(packet, "abc", caller, Steps())
    assert "Redirect" not in [action for action, _ in manager.told]
