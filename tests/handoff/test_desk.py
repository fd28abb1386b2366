"""One handoff from the stored packet to a human or a promise; nothing is lost and nobody is left in silence."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from handoff.acd.own.lone import lone_plan, lone_queue
from handoff.acd.own.ring import RingOptions
from handoff.acd.port import Acd, Outcome, ReferEnd
from handoff.acd.refer import ReferAcd, ReferOptions
from handoff.callbacks.asking import NumberAsker
from handoff.callbacks.options import CallbackRules
from handoff.callbacks.promises import spilled_callbacks
from handoff.desk import Desk, DeskOptions
from handoff.errors import AgentBusy, CallbackWanted, CallerGone, LegRefused, TransferFailed
from handoff.options import RingRules
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State
from handoff.store import HandoffStore
from handoff.token import TokenMint
from tests.handoff.callbacks.test_asking import Pressing
from tests.handoff.doubles import OneAcd, OneAgent, OneCaller, OneLine
from tests.shipped import PROMPTS, SENTENCES

SAID = SENTENCES.to_caller("fa")
PLAN = lone_plan(RingRules(), RingOptions(), every_s=0.01)
NOW_S = 1_000


def desk(store: HandoffStore, mint: TokenMint, acds: Sequence[Acd]) -> Desk:
    return Desk(store, mint, acds, SENTENCES, now_s=lambda: NOW_S)


async def listed(store: HandoffStore) -> list[str]:
    """Whom somebody will call back."""
    return [one.packet_id for one in await store.callbacks()]


async def states(store: HandoffStore, packet: ContextPacket) -> list[State]:
    return [step.state for step in await store.history(packet.packet_id)]


async def test_the_first_acd_takes_it(store: HandoffStore, mint: TokenMint, packet: ContextPacket) -> None:
    acd = OneAcd("one", Outcome(State.BRIDGED, "one"), (State.RINGING, State.WHISPERING, State.BRIDGED))
    caller = OneCaller()
    handed = await desk(store, mint, [acd, OneAcd("two", TransferFailed("two", "?"))]).hand_off(packet, caller)
    assert (handed.state, handed.adapter, handed.packet_id) == (State.BRIDGED, "one", packet.packet_id)
    assert caller.log == [f"say {SAID.transferring}"]
    assert await states(store, packet) == [State.STORED, State.RINGING, State.WHISPERING, State.BRIDGED]


@pytest.mark.parametrize(
    ("ways", "steps"),
    [
        ([OneAcd("one", Outcome(State.BRIDGED, "one"), (State.RINGING, State.BRIDGED))], "stored ringing bridged"),
        ([OneAcd("one", TransferFailed("one", "?"), (State.RINGING,))], "stored ringing failed callback"),
    ],
)
async def test_who_watches_is_told_each_step(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket, ways: Sequence[Acd], steps: str
) -> None:
    told: list[tuple[str, State]] = []
    watched = Desk(store, mint, ways, SENTENCES, now_s=lambda: NOW_S, on_step=lambda *step: told.append(step))
    await watched.hand_off(packet, OneCaller())
    assert [state for _, state in told] == steps.split()
    assert {call_id for call_id, _ in told} == {packet.call_id}


@pytest.mark.parametrize("number", ["09121234567", ""])
async def test_a_caller_who_chose_a_call_back_gets_no_other_way(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket, number: str
) -> None:
    other = OneAcd("two", Outcome(State.BRIDGED, "two"), (State.RINGING, State.BRIDGED))
    chosen = OneAcd("one", CallbackWanted(), ())
    caller = OneCaller()
    packet = replace(packet, caller=PacketCaller(number))
    handed = await desk(store, mint, [chosen, other]).hand_off(packet, caller, opening="")
    assert other.tokens == []
    assert handed.state is (State.CALLBACK if number else State.FAILED)
    assert caller.log == [f"say {SAID.callback_chosen if number else SAID.call_again}"]
    assert await listed(store) == ([packet.packet_id] if number else [])


async def test_a_way_that_speaks_while_it_works_is_told_the_opening(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    openings: list[tuple[str, str]] = []

    class Saying(OneAcd):
        def saying(self, text: str, short: str = "") -> OneAcd:
            openings.append((text, short))
            return self

    one = Saying("one", TransferFailed("one", "?"), (State.RINGING,))
    caller = OneCaller()
    two = OneAcd("two", TransferFailed("two", "?"), (State.RINGING,))
    await desk(store, mint, [one, two]).hand_off(packet, caller)
    assert openings == [(SAID.transferring, SAID.transferring_now)]
    assert caller.log == [f"say {text}" for text in (SAID.next_try, SAID.callback)]
    await desk(store, mint, [one]).hand_off(replace(packet, packet_id="00a1b2c3d4e6"), OneCaller(), opening="")
    assert len(openings) == 1
    await desk(store, mint, [one]).hand_off(replace(packet, packet_id="00a1b2c3d4e7"), OneCaller(), opening="goodbye")
    plain = min(SENTENCES.plain)
    await desk(store, mint, [one]).hand_off(replace(packet, packet_id="00a1b2c3d4e8"), OneCaller(), opening=plain)
    assert openings[1:] == [("goodbye", ""), (plain, SAID.transferring_now)]


REFERS = OneAcd("asterisk", Outcome(State.REFERRED, "asterisk", 200), (State.REFERRING, State.REFERRED))


async def given_back(store: HandoffStore, mint: TokenMint, packet: ContextPacket, other: list[Acd]) -> OneCaller:
    """The caller of a queue that served nobody, after the other ways."""
    both = desk(store, mint, [REFERS, *other])
    await both.hand_off(packet, OneCaller(), opening="")
    caller = OneCaller()
    await both.resume(packet, caller, "TIMEOUT", ("asterisk",))
    return caller


async def test_whom_a_pbx_gives_back_goes_the_other_ways(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    REFERS.tokens.clear()
    human = OneAcd("queue", Outcome(State.BRIDGED, "queue"), (State.RINGING, State.WHISPERING, State.BRIDGED))
    caller = await given_back(store, mint, packet, [human])
    assert caller.log == [f"say {SAID.next_try}"]
    assert (len(REFERS.tokens), len(human.tokens)) == (1, 1)
    assert [state.value for state in await states(store, packet)] == (
        "stored referring referred failed ringing whispering bridged".split()
    )
    assert (await store.history(packet.packet_id))[3].note == "given back by the PBX: TIMEOUT"


async def test_whom_a_pbx_gives_back_is_promised_a_call_where_no_other_way_is(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    caller = await given_back(store, mint, packet, [])
    assert caller.log == [f"say {SAID.callback}"]
    assert await listed(store) == [packet.packet_id]


async def test_a_caller_who_leaves_after_coming_back_left(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    human = OneAcd("queue", CallerGone(), (State.RINGING,))
    await given_back(store, mint, packet, [human])
    assert (await states(store, packet))[-1] is State.ABANDONED


async def test_whom_a_pbx_gives_back_is_served_without_a_record(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    """A packet that this database does not know: no promise is made, the ways are tried."""
    human = OneAcd("queue", Outcome(State.BRIDGED, "queue"), (State.RINGING, State.WHISPERING, State.BRIDGED))
    handed = await desk(store, mint, [REFERS, human]).resume(packet, OneCaller(), "", ("asterisk",))
    assert (handed.state, handed.adapter) == (State.BRIDGED, "queue")
    caller = OneCaller()
    await desk(store, mint, [REFERS]).resume(packet, caller, "", ("asterisk",))
    assert caller.log == [f"say {SAID.unrecorded}"]


async def test_the_token_opens_the_packet(store: HandoffStore, mint: TokenMint, packet: ContextPacket) -> None:
    acd = OneAcd("one", TransferFailed("one", "?"))
    await desk(store, mint, [acd]).hand_off(packet, OneCaller())
    assert await store.get(mint.read(acd.tokens[0], NOW_S + 3600)) == packet


async def test_the_packet_is_stored_before_the_transfer(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket, tmp_path: Path
) -> None:
    found: list[int] = []

    def look() -> None:
        engine = create_engine(f"sqlite:///{tmp_path}/state.db")
        with engine.connect() as connection:
            found.append(connection.exec_driver_sql("SELECT count(*) FROM handoff_packets").scalar_one())
        engine.dispose()

    caller = OneCaller([ReferEnd(200, accepted=True)], on_refer=look)
    handed = await desk(store, mint, [ReferAcd(ReferOptions("sip:q-{token}@pbx"), SENTENCES)]).hand_off(packet, caller)
    assert found == [1]
    assert handed.state is State.REFERRED
    assert await states(store, packet) == [State.STORED, State.REFERRING, State.REFERRED]


async def test_the_next_acd_follows_a_failed_one(store: HandoffStore, mint: TokenMint, packet: ContextPacket) -> None:
    caller = OneCaller([ReferEnd(404, accepted=True)])
    line = OneLine([OneAgent(caller.log)])
    ways: list[Acd] = [
        ReferAcd(ReferOptions("sip:q-{token}@pbx"), SENTENCES),
        lone_queue(line, "sip:a@b", SENTENCES, PLAN),
    ]
    handed = await desk(store, mint, ways).hand_off(packet, caller)
    assert (handed.state, handed.adapter) == (State.BRIDGED, "queue")
    assert caller.log[2] == f"say {SAID.next_try}"
    assert (await states(store, packet))[1:4] == [State.REFERRING, State.FAILED, State.RINGING]


async def test_when_nobody_takes_it_a_call_back_is_stored_and_promised(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    caller = OneCaller()
    ways = [OneAcd("one", TransferFailed("one", "?")), OneAcd("two", OSError("no route"))]
    handed = await desk(store, mint, ways).hand_off(packet, caller)
    assert handed.state is State.CALLBACK
    assert caller.log[-1] == f"say {SAID.callback}"
    assert await listed(store) == [packet.packet_id]
    assert (await states(store, packet))[-2:] == [State.FAILED, State.CALLBACK]


async def test_a_hidden_number_is_not_promised_a_call(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    caller = OneCaller()
    hidden = replace(packet, caller=PacketCaller("anonymous"))
    handed = await desk(store, mint, []).hand_off(hidden, caller)
    assert handed.state is State.FAILED
    assert caller.log[-1] == f"say {SAID.call_again}"
    assert await listed(store) == []


async def test_the_promise_holds_if_the_caller_leaves_during_it(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    handed = await desk(store, mint, []).hand_off(packet, OneCaller(gone_after=1))
    assert handed.state is State.CALLBACK
    assert await listed(store) == [packet.packet_id]


@pytest.mark.parametrize("gone_after", [0, 5])
async def test_a_caller_who_leaves_is_abandoned(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket, gone_after: int
) -> None:
    acd = OneAcd("one", CallerGone())
    handed = await desk(store, mint, [acd]).hand_off(packet, OneCaller(gone_after=gone_after))
    assert handed.state is State.ABANDONED
    assert await store.state(packet.packet_id) is State.ABANDONED


async def test_a_hatef_that_stops_leaves_a_call_back(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    line = OneLine([], ring_s=60)
    running = asyncio.create_task(
        desk(store, mint, [lone_queue(line, "sip:a@b", SENTENCES, PLAN)]).hand_off(packet, OneCaller())
    )
    await line.ringing.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    (found,) = await store.callbacks()
    assert (found.packet_id, found.note) == (packet.packet_id, "Hatef stopped during the handoff")
    assert line.cancelled == 1


async def test_a_caller_who_was_lost_is_called_back(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    acd = OneAcd("one", CallerGone("the line broke"), (State.REFERRING,))
    handed = await desk(store, mint, [acd]).hand_off(packet, OneCaller())
    assert handed.state is State.CALLBACK
    (found,) = await store.callbacks()
    assert found.note == "the line broke"


async def test_what_was_announced_is_not_said_twice(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    caller = OneCaller()
    acd = OneAcd("one", Outcome(State.REFERRED, "one"), (State.REFERRING, State.REFERRED))
    await desk(store, mint, [acd]).hand_off(packet, caller, opening="")
    assert caller.log == []


class OddCaller(OneCaller):
    """A leg whose sound breaks in a way that nobody foresaw."""

    async def say(self, text: str) -> None:
        self.log.append(f"say {text}")
        raise ZeroDivisionError


FOREIGN = [ValueError("?"), OSError("no route"), KeyError("x"), AgentBusy("486"), TimeoutError(), LegRefused("?")]


@pytest.mark.parametrize("fault", FOREIGN)
async def test_any_fault_of_a_way_leads_to_the_next(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket, fault: Exception
) -> None:
    ways = [OneAcd("one", fault), OneAcd("two", Outcome(State.BRIDGED, "two"), (State.RINGING,))]
    handed = await desk(store, mint, ways).hand_off(packet, OneCaller())
    assert (handed.state, handed.adapter) == (State.BRIDGED, "two")
    assert (await states(store, packet))[2:4] == [State.FAILED, State.RINGING]


async def test_whatever_else_breaks_leads_to_the_promise(
    store: HandoffStore, packet: ContextPacket, caplog: pytest.LogCaptureFixture
) -> None:
    class NoMint(TokenMint):
        def mint(self, packet_id: str, expires_at_s: int) -> str:
            raise OverflowError("2106")

    caller = OneCaller()
    acd = OneAcd("one", Outcome(State.BRIDGED, "one"))
    handed = await desk(store, NoMint(b"a secret of the tests"), [acd]).hand_off(packet, caller)
    assert handed.state is State.CALLBACK
    assert caller.log[-1] == f"say {SAID.callback}"
    assert await listed(store) == [packet.packet_id]


async def test_a_caller_who_cannot_be_spoken_to_is_connected_all_the_same(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket, caplog: pytest.LogCaptureFixture
) -> None:
    acd = OneAcd("one", Outcome(State.REFERRED, "one"), (State.REFERRING, State.REFERRED))
    assert (await desk(store, mint, [acd]).hand_off(packet, OddCaller())).state is State.REFERRED
    other = replace(packet, packet_id="000000000001")
    assert (await desk(store, mint, []).hand_off(other, OddCaller())).state is State.CALLBACK


@pytest.fixture
def away(tmp_path: Path) -> Iterator[HandoffStore]:
    """A store without its database."""
    store = HandoffStore(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), tmp_path / "away")
    yield store
    store.close()


async def test_a_store_that_is_away_stops_no_transfer(
    away: HandoffStore, mint: TokenMint, packet: ContextPacket, caplog: pytest.LogCaptureFixture
) -> None:
    acd = OneAcd("one", Outcome(State.REFERRED, "one"), (State.REFERRING, State.REFERRED))
    with caplog.at_level(logging.ERROR):
        handed = await desk(away, mint, [acd]).hand_off(packet, OneCaller())
    assert handed.state is State.REFERRED
    assert await away.get(packet.packet_id) == packet
    assert packet.caller.number not in caplog.text


async def test_a_promise_stands_in_the_folder_before_it_is_spoken(
    away: HandoffStore, mint: TokenMint, packet: ContextPacket, tmp_path: Path
) -> None:
    found: list[str] = []

    class Listening(OneCaller):
        async def say(self, text: str) -> None:
            await super().say(text)
            if text == SAID.callback:
                found.extend(one.packet_id for one in spilled_callbacks(tmp_path / "away"))

    handed = await desk(away, mint, []).hand_off(packet, Listening())
    assert (handed.state, found) == (State.CALLBACK, [packet.packet_id])


async def test_nothing_is_promised_that_stands_nowhere(
    mint: TokenMint, packet: ContextPacket, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "full").write_text("a file where the folder should be")
    store = HandoffStore(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), tmp_path / "full")
    for number in (packet.caller.number, "anonymous"):
        caller = OneCaller()
        one = replace(packet, caller=PacketCaller(number))
        handed = await desk(store, mint, [OneAcd("one", TransferFailed("one", "?"))]).hand_off(one, caller)
        assert handed.state is State.FAILED
        assert caller.log[-1] == f"say {SAID.unrecorded}"
    store.close()


async def test_a_slow_store_makes_no_silence(
    engine: Engine, mint: TokenMint, packet: ContextPacket, tmp_path: Path
) -> None:
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=5)
    blocker = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")

    class Freeing(OneCaller):
        async def say(self, text: str) -> None:
            await super().say(text)
            if blocker.in_transaction:
                blocker.execute("ROLLBACK")

    acd = OneAcd("one", Outcome(State.REFERRED, "one"), (State.REFERRING, State.REFERRED))
    caller = Freeing()
    await desk(store, mint, [acd]).hand_off(packet, caller)
    assert caller.log == [f"say {SAID.transferring}"]
    assert await states(store, packet) == [State.STORED, State.REFERRING, State.REFERRED]
    blocker.close()
    store.close()


async def test_a_sentence_that_never_ends_is_cut(store: HandoffStore, mint: TokenMint, packet: ContextPacket) -> None:
    acd = OneAcd("one", Outcome(State.REFERRED, "one"), (State.REFERRING, State.REFERRED))
    hasty = Desk(store, mint, [acd], SENTENCES, options=DeskOptions(say_s=0.02), now_s=lambda: NOW_S)
    assert (await hasty.hand_off(packet, OneCaller(say_s=60))).state is State.REFERRED


async def test_a_caller_on_hold_hears_the_promise_when_he_is_back(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    caller = OneCaller(say_s=0.1, held=True)
    hasty = Desk(store, mint, [], SENTENCES, options=DeskOptions(say_s=0.01), now_s=lambda: NOW_S)
    assert (await hasty.hand_off(packet, caller)).state is State.CALLBACK
    assert caller.finished == [SAID.transferring, SAID.callback]


async def test_a_caller_who_was_lost_before_a_word_in_the_bridge_is_called_back(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    caller = OneCaller()
    line = OneLine([OneAgent(caller.log, never_heard="the line broke")])
    handed = await desk(store, mint, [lone_queue(line, "sip:a@b", SENTENCES, PLAN)]).hand_off(packet, caller)
    assert handed.state is State.CALLBACK
    assert await listed(store) == [packet.packet_id]
    assert caller.log[-2].startswith("whisper ") and caller.log[-1] == "agent hangup"


def asking(store: HandoffStore, mint: TokenMint) -> Desk:
    """A desk that asks which number to call."""
    asker = NumberAsker(CallbackRules(), {code: own.callbacks for code, own in PROMPTS.items()}, longer=0.02)
    return Desk(store, mint, [], SENTENCES, options=DeskOptions(asker=asker), now_s=lambda: NOW_S)


@pytest.mark.parametrize(
    ("known", "keys", "called", "words"),
    [
        ("09121234567", ["1"], "09121234567", SAID.callback),
        ("+989121234567", [""], "+989121234567", SAID.callback),
        ("09121234567", ["2", "02144556677#", "1"], "02144556677", PROMPTS["fa"].callbacks.other_number),
        ("", ["02144556677#", "1"], "02144556677", PROMPTS["fa"].callbacks.other_number),
        ("", [""], "", SAID.call_again),
    ],
)
async def test_the_promise_is_made_to_the_number_that_was_agreed(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket, known: str, keys: list[str], called: str, words: str
) -> None:
    caller = Pressing("", *keys)  # nothing behind the first sentence of the handoff
    handed = await asking(store, mint).hand_off(replace(packet, caller=PacketCaller(known)), caller)
    found = await store.callbacks()
    assert [one.number for one in found] == ([called] if called else [])
    assert caller.finished[-1] == words
    assert handed.state is (State.CALLBACK if called else State.FAILED)
    assert (await store.get(packet.packet_id)).caller.number == known


async def test_a_caller_who_leaves_while_asked_has_the_promise_all_the_same(
    store: HandoffStore, mint: TokenMint, packet: ContextPacket
) -> None:
    caller = OneCaller(gone_after=1)
    handed = await asking(store, mint).hand_off(packet, caller)
    assert handed.state is State.CALLBACK
    assert [one.number for one in await store.callbacks()] == [packet.caller.number]


async def test_another_number_is_kept_in_the_folder_while_the_database_is_away(
    mint: TokenMint, packet: ContextPacket, tmp_path: Path
) -> None:
    nowhere = create_engine("sqlite:///" + str(tmp_path / "no" / "such" / "folder.db"))
    away = HandoffStore(nowhere, tmp_path / "spill", timeout_s=30)
    await asking(away, mint).hand_off(packet, Pressing("", "2", "02144556677#", "1"))
    assert [one.number for one in spilled_callbacks(tmp_path / "spill")] == ["02144556677"]
    away.close()
