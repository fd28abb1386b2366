"""What a caller gets whom nobody took: a message or a call, and only what stands is promised."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handoff.acd.port import Acd, Outcome
from handoff.callbacks.asking import NumberAsker
from handoff.callbacks.options import CallbackRules
from handoff.desk import Desk, DeskOptions, Handed
from handoff.errors import CallbackWanted, CallerGone, TransferFailed, VoicemailWanted
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State
from handoff.store import HandoffStore
from handoff.token import TokenMint
from handoff.voicemail.message import NOTE, Fate, Taken
from tests.handoff.callbacks.test_asking import Pressing
from tests.handoff.doubles import OneAcd, OneCaller
from tests.handoff.voicemail.test_mailbox import mailbox
from tests.shipped import PROMPTS, SENTENCES

SAID, TAKING = SENTENCES.to_caller("fa"), PROMPTS["fa"].voicemail
NOBODY = TransferFailed("queue", "nobody is at work")
WANTS = VoicemailWanted()

HandOff = Callable[..., "Desk"]


@pytest.fixture
def desk(store: HandoffStore, mint: TokenMint) -> HandOff:
    """A desk whose one way ends so, with a mailbox whose messages end so."""

    def made(end: Outcome | Exception, *taken: Taken | Fate, asks: bool = False) -> Desk:
        ways: list[Acd] = [OneAcd("queue", end, ())]
        said = {code: own.callbacks for code, own in PROMPTS.items()}
        asker = NumberAsker(CallbackRules(), said, longer=0.02) if asks else None
        options = DeskOptions(asker=asker, mailbox=mailbox(*taken), calls_messages=asks)
        return Desk(store, mint, ways, SENTENCES, now_s=lambda: 1_000, options=options)

    return made


async def last_step(store: HandoffStore, handed: Handed) -> tuple[State, str]:
    step = (await store.history(handed.packet_id))[-1]
    return step.state, step.note


@pytest.mark.parametrize("number", ["09121234567", ""])
async def test_a_message_instead_of_waiting(
    desk: HandOff, store: HandoffStore, packet: ContextPacket, number: str
) -> None:
    """Also of who hides the number: the message may say it."""
    caller = OneCaller()
    packet = replace(packet, caller=PacketCaller(number))
    handed = await desk(WANTS, Fate.KEPT).hand_off(packet, caller, opening="")
    assert handed.state is State.CALLBACK
    assert caller.finished == [TAKING.begin, TAKING.kept]
    assert await last_step(store, handed) == (State.CALLBACK, NOTE)


async def test_whom_nobody_takes_is_offered_one(desk: HandOff, store: HandoffStore, packet: ContextPacket) -> None:
    caller = Pressing("2")
    handed = await desk(NOBODY, Fate.KEPT).hand_off(packet, caller, opening="")
    assert caller.finished == [TAKING.offer, TAKING.begin, TAKING.kept]
    assert await last_step(store, handed) == (State.CALLBACK, NOTE)


async def test_who_leaves_none_is_called_back_as_ever(
    desk: HandOff, store: HandoffStore, packet: ContextPacket
) -> None:
    caller = Pressing("")
    handed = await desk(NOBODY).hand_off(packet, caller, opening="")
    assert caller.finished == [TAKING.offer, SAID.callback_chosen]
    assert await last_step(store, handed) == (State.CALLBACK, "")


async def test_who_chose_a_call_is_offered_no_message(desk: HandOff, packet: ContextPacket) -> None:
    caller = Pressing("2")
    assert (await desk(CallbackWanted()).hand_off(packet, caller, opening="")).state is State.CALLBACK
    assert caller.finished == [SAID.callback_chosen]


@pytest.mark.parametrize("end", [WANTS, NOBODY])
@pytest.mark.parametrize(("fates", "told"), [([Fate.EMPTY] * 2, TAKING.empty), ([Fate.UNABLE], TAKING.unable)])
async def test_one_that_is_none_is_told_and_a_call_promised(
    desk: HandOff, store: HandoffStore, packet: ContextPacket, end: Exception, fates: list[Fate], told: str
) -> None:
    caller = Pressing("2")
    handed = await desk(end, *fates).hand_off(packet, caller, opening="")
    assert caller.finished[-2:] == [told, SAID.callback]
    assert await last_step(store, handed) == (State.CALLBACK, "")


@pytest.mark.parametrize(
    ("end", "taken", "step"),
    [
        (WANTS, Taken(Fate.KEPT, gone=True), (State.CALLBACK, NOTE)),
        (NOBODY, Taken(Fate.KEPT, gone=True, lost="the line broke"), (State.CALLBACK, NOTE)),
        (WANTS, Taken(Fate.EMPTY, gone=True), (State.ABANDONED, "")),
        (NOBODY, Taken(Fate.EMPTY, gone=True), (State.CALLBACK, "")),
        (WANTS, Taken(Fate.EMPTY, gone=True, lost="the line broke"), (State.CALLBACK, "the line broke")),
    ],
)
async def test_who_hangs_up_has_left_what_was_said_and_no_less_than_without_a_mailbox(
    desk: HandOff, store: HandoffStore, packet: ContextPacket, end: Exception, taken: Taken, step: tuple[State, str]
) -> None:
    handed = await desk(end, taken).hand_off(packet, Pressing("2"), opening="")
    assert await last_step(store, handed) == step
    assert handed.state is step[0]


async def test_who_hangs_up_during_the_offer_is_called_back(
    desk: HandOff, store: HandoffStore, packet: ContextPacket
) -> None:
    caller = OneCaller(gone_after=0)
    handed = await desk(NOBODY).hand_off(packet, caller, opening="")
    assert await last_step(store, handed) == (State.CALLBACK, "")


async def test_where_messages_are_called_back_the_number_is_asked(
    desk: HandOff, store: HandoffStore, packet: ContextPacket
) -> None:
    caller = Pressing("", "", "2", "02144556677#", "1")
    handed = await desk(WANTS, Fate.KEPT, asks=True).hand_off(packet, caller, opening="")
    asked = PROMPTS["fa"].callbacks
    assert caller.finished[:3] == [TAKING.begin, TAKING.kept, asked.same_number]
    assert caller.finished[-1] == asked.other_number
    assert (await store.get(handed.packet_id)).caller.back == "02144556677"
    assert await last_step(store, handed) == (State.CALLBACK, NOTE)


async def test_a_locked_database_costs_no_message(
    desk: HandOff, store: HandoffStore, packet: ContextPacket, tmp_path: Path
) -> None:
    caller = OneCaller()
    lock = sqlite3.connect(tmp_path / "state.db")
    lock.execute("BEGIN EXCLUSIVE")
    store._work._timeout_s = 0.2
    handed = await desk(WANTS, Fate.KEPT).hand_off(packet, caller, opening="")
    assert (handed.state, caller.finished) == (State.CALLBACK, [TAKING.begin, TAKING.kept])
    lock.rollback()
    lock.close()
    await store.tidy()
    (promise,) = await store.callbacks()
    assert promise.note == NOTE


async def test_a_message_whose_promise_stands_nowhere_is_not_promised(
    desk: HandOff, store: HandoffStore, packet: ContextPacket, tmp_path: Path
) -> None:
    """While it is recorded, database and folder stop to take anything."""
    lock = sqlite3.connect(tmp_path / "state.db")

    class Losing(OneCaller):
        async def play(self, pcm: bytes) -> None:
            shutil.rmtree(tmp_path / "spill")
            (tmp_path / "spill").write_text("no folder")
            lock.execute("BEGIN EXCLUSIVE")
            store._work._timeout_s = 0.2

    caller = Losing()
    await desk(WANTS, Fate.KEPT).hand_off(packet, caller, opening="")
    assert caller.finished == [TAKING.begin, SAID.unrecorded]
    lock.close()


async def test_a_caller_who_is_gone_is_told_nothing(desk: HandOff, packet: ContextPacket) -> None:
    class Gone(OneCaller):
        async def say(self, text: str) -> None:
            raise CallerGone

    caller = Gone()
    assert (await desk(WANTS).hand_off(packet, caller, opening="")).state is State.ABANDONED
