"""A handoff with its history goes to JSON and back, moves only as drawn, and is settled when its Hatef is gone."""

from dataclasses import replace

import pytest

from handoff.errors import PacketInvalid, PacketVersionUnknown, StepRefused
from handoff.packet import ContextPacket, PacketCaller, to_json
from handoff.record import Record, new_record, pack_record, parse_record
from handoff.states import State

GONE = "Hatef stopped"


def walked(packet: ContextPacket, *states: State) -> Record:
    record = new_record(packet, "house-run")
    for state in states:
        record = record.moved(state, f"to {state}")
    return record


@pytest.mark.parametrize("states", [(), (State.RINGING,), (State.REFERRING, State.FAILED, State.CALLBACK)])
def test_there_and_back(packet: ContextPacket, states: tuple[State, ...]) -> None:
    record = walked(packet, *states)
    assert parse_record(pack_record(record)) == record


def test_a_step_that_is_not_drawn_is_refused(packet: ContextPacket) -> None:
    with pytest.raises(StepRefused, match="stored and cannot become bridged"):
        new_record(packet).moved(State.BRIDGED)


def test_a_long_note_is_cut(packet: ContextPacket) -> None:
    assert len(new_record(packet).moved(State.RINGING, "x" * 300).steps[-1].note) == 200


def test_a_bare_packet_of_an_earlier_version_is_read(packet: ContextPacket) -> None:
    record = parse_record(to_json(packet))
    assert (record.packet, record.state, record.owner) == (packet, State.STORED, "")


def _whole(packet: ContextPacket) -> str:
    return pack_record(walked(packet, State.RINGING))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "\x00" * len(text),
        lambda text: "[1, 2]",
        lambda text: "{}",
        lambda text: text.replace('"format":1', '"format":2'),
        lambda text: text.replace('"version":1', '"version":9'),
        lambda text: text.replace('"ringing"', '"dancing"'),
        lambda text: text.replace('"steps":[[', '"steps":[[['),
        lambda text: text.replace('"ringing",', '"ringing",9e99,'),
        lambda text: text.replace('"packet":{', '"packet":null,"x":{'),
        lambda text: '{"format":1,"owner":"","steps":[],' + text[text.index('"packet"') :],
    ],
)
def test_what_is_no_handoff_is_one_error(packet: ContextPacket, damage) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PacketInvalid):
        parse_record(damage(_whole(packet)))


def test_another_version_is_told_apart(packet: ContextPacket) -> None:
    with pytest.raises(PacketVersionUnknown, match="2"):
        parse_record(_whole(packet).replace('"format":1', '"format":2'))


@pytest.mark.parametrize(
    "states",
    [
        (),
        (State.RINGING,),
        (State.RINGING, State.FAILED),
        (State.RINGING, State.WHISPERING),
        (State.RINGING, State.WHISPERING, State.BRIDGED),
        (State.REFERRING,),
    ],
)
def test_what_a_gone_hatef_had_in_its_hands_becomes_a_call_back(
    packet: ContextPacket, states: tuple[State, ...]
) -> None:
    left = walked(packet, *states).left_behind(GONE)
    assert (left.state, left.steps[-1].note, left.owner) == (State.CALLBACK, GONE, "")
    hidden = replace(packet, caller=PacketCaller("anonymous"))
    assert walked(hidden, *states).left_behind(GONE).state is State.FAILED


@pytest.mark.parametrize(
    "states", [(State.REFERRING, State.REFERRED), (State.FAILED, State.CALLBACK), (State.ABANDONED,)]
)
def test_what_was_settled_stays(packet: ContextPacket, states: tuple[State, ...]) -> None:
    record = walked(packet, *states)
    assert record.left_behind(GONE) == record.over()
