"""The watch writes what the PBX tells, tells who waits for an agent, and stands any store and any storm."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from handoff.acd.ami.connection import connect
from handoff.acd.asterisk.watch import Note, QueueWatch
from handoff.errors import PacketMissing, StoreUnavailable
from handoff.events import EventKind, HandoffEvent
from handoff.packet import ContextPacket
from handoff.store import HandoffStore
from tests.handoff.acd.ami.manager import Manager, manager, until
from tests.handoff.acd.asterisk.told import TOKEN, agent, join

PACKET = "00a1b2c3d4e5"


def read_token(token: str) -> str | None:
    return PACKET if token.lower() == TOKEN else None


class Notes(list[HandoffEvent]):
    """Where events are kept; `faults` come first."""

    faults: list[Exception] = []

    async def note(self, packet_id: str, event: HandoffEvent) -> None:
        assert packet_id == PACKET
        if self.faults:
            raise self.faults.pop(0)
        self.append(event)


@asynccontextmanager
async def watching(note: Note, waiting_most: int = 100) -> AsyncIterator[QueueWatch]:
    watch = QueueWatch(note, read_token, waiting_most=waiting_most)
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()
        await asyncio.wait({task})


async def test_the_packet_knows_who_took_it_and_when(store: HandoffStore, packet: ContextPacket) -> None:
    await store.put(packet)
    async with watching(store.note_event) as watch:
        for event in (join(variable=TOKEN), agent("AgentCalled"), agent("AgentConnect"), agent("AgentComplete")):
            watch.take(event)
        kinds: list[EventKind] = []
        while EventKind.AGENT_COMPLETED not in kinds:
            kinds = [event.kind for event in await store.events(packet.packet_id)]
    events = await store.events(packet.packet_id)
    assert [event.kind for event in events] == [
        EventKind.NOTE,
        EventKind.AGENT_CALLED,
        EventKind.AGENT_CONNECTED,
        EventKind.AGENT_COMPLETED,
    ]
    assert [event.who for event in events] == ["asterisk", "Agent 201", "Agent 201", "Agent 201"]
    assert [event.at for event in events] == sorted(event.at for event in events)


async def test_who_waits_for_an_agent_is_told() -> None:
    notes = Notes()
    async with watching(notes.note) as watch:
        with watch.following(PACKET) as followed:
            watch.take(join(variable=TOKEN))
            assert (followed.uniqueid, followed.queue) == ("1796058562.0", "support")
            assert not followed.agent.done()
            watch.take(agent("AgentConnect"))
            watch.take(agent("AgentConnect"))
            assert await followed.agent == "Agent 201"
        watch.take(agent("AgentConnect"))
        await until(lambda: len(notes) == 4)


async def test_a_store_that_fails_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    notes = Notes()
    notes.faults = [PacketMissing(PACKET), StoreUnavailable("saving", "locked")]
    async with watching(notes.note) as watch:
        watch.take(join(variable=TOKEN))
        for event in ("AgentCalled", "AgentConnect"):
            watch.take(agent(event))
        await until(lambda: len(notes) == 1)
    assert notes[0].kind is EventKind.AGENT_CONNECTED
    assert "Agent 201" not in caplog.text


async def test_more_than_can_be_written_is_counted_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    watch = QueueWatch(Notes().note, read_token, waiting_most=3)
    watch.bind("1796058562.0", PACKET)
    for _ in range(10):
        watch.take(agent("AgentCalled"))
    assert watch.lost == 7
    assert len([one for one in caplog.records if one.levelno == logging.ERROR]) == 1


def shows(far: Manager, started: str) -> None:
    """A PBX without channels, that started then."""
    far.answers["CoreStatus"] = lambda _: (
        f"Response: Success\r\nCoreStartupDate: 2026-11-30\r\nCoreStartupTime: {started}"
    )
    far.answers["CoreShowChannels"] = lambda action: (
        "Response: Success\r\nEventList: start\r\n\r\nEvent: CoreShowChannelsComplete"
        f"\r\nActionID: {action['ActionID']}"
    )


@pytest.mark.parametrize("again", ["10:00:00", "11:30:00"])
@pytest.mark.parametrize("taken", ["", "AgentConnect", "QueueCallerAbandon"])
async def test_callers_who_waited_when_the_pbx_broke_down_are_lost(again: str, taken: str) -> None:
    lost: list[str] = []

    async def lose(packet_id: str, why: str) -> None:
        assert "broke down" in why
        lost.append(packet_id)

    notes = Notes()
    watch = QueueWatch(notes.note, read_token, lose)
    task = asyncio.create_task(watch.run())
    async with manager() as far:
        for started in ("10:00:00", again):
            shows(far, started)
            connection = await connect(far.account(), watch.take)
            await watch.catch_up(connection)
            await connection.close()
            if started != again or not notes:
                watch.take(join(variable=TOKEN))
                if taken:
                    watch.take(agent(taken))
            await until(lambda: len(notes) == (2 if taken else 1))
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait({task})
    assert lost == ([] if taken or again == "10:00:00" else [PACKET])


def rows(*channels: tuple[str, str, str]) -> str:
    """What CoreShowChannels tells: name, id, bridge."""
    told = (f"Event: CoreShowChannel\r\nChannel: {c}\r\nUniqueid: {u}\r\nBridgeId: {b}" for c, u, b in channels)
    return "\r\n\r\n".join(told)


OURS, AGENT = "1796058562.0", "1796058562.7"


@pytest.mark.parametrize(
    ("channels", "who"),
    [
        ([("PJSIP/caller-0001", OURS, "b"), ("PJSIP/201-0002", AGENT, "b"), ("PJSIP/x-1", "9.9", "c")], "PJSIP/201"),
        ([("PJSIP/caller-0001", OURS, "b")], ""),
        ([("PJSIP/caller-0001", OURS, ""), ("PJSIP/201-0002", AGENT, "")], None),
        ([("PJSIP/201-0002", AGENT, "b")], None),
    ],
)
async def test_an_agent_who_answered_while_the_connection_was_broken_is_seen(
    channels: list[tuple[str, str, str]], who: str | None
) -> None:
    notes = Notes()
    async with manager() as far, watching(notes.note) as watch:
        with watch.following(PACKET) as followed:
            watch.take(join(variable=TOKEN))
            shows(far, "10:00:00")
            far.answers["CoreShowChannels"] = lambda action: "\r\n\r\n".join(
                f"{one}\r\nActionID: {action['ActionID']}"
                for one in (
                    "Response: Success\r\nEventList: start",
                    *rows(*channels).split("\r\n\r\n"),
                    "Event: CoreShowChannelsComplete",
                )
            )
            connection = await connect(far.account(), watch.take)
            await watch.catch_up(connection)
            await watch.catch_up(connection)
            await connection.close()
            assert (followed.agent.result() if followed.agent.done() else None) == who
        await until(lambda: len(notes) == (1 if who is None else 2))


async def test_callers_from_before_are_found_again() -> None:
    notes = Notes()
    shown = f"Event: CoreShowChannel\r\nUniqueid: 1796058562.0\r\nExten: queue-{TOKEN}"
    async with manager() as far, watching(notes.note) as watch:
        far.answers["CoreShowChannels"] = lambda action: "\r\n\r\n".join(
            [
                "Response: Success\r\nEventList: start",
                *(f"{one}\r\nActionID: {action['ActionID']}" for one in (shown, "Event: CoreShowChannelsComplete")),
            ]
        )
        connection = await connect(far.account(), watch.take)
        await watch.catch_up(connection)
        await connection.close()
        watch.take(agent("AgentConnect"))
        await until(lambda: len(notes) == 1)


async def test_without_the_right_to_see_channels_it_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    async with manager() as far:
        far.answers["CoreShowChannels"] = lambda _: "Response: Error\r\nMessage: Permission denied"
        watch = QueueWatch(Notes().note, read_token)
        connection = await connect(far.account(), watch.take)
        await watch.catch_up(connection)
        await connection.close()
    assert "write = reporting" in caplog.text
