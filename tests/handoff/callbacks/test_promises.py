"""What is told of a promise to who keeps it."""

from pathlib import Path

from handoff.callbacks.promises import callback_of, spilled_callbacks
from handoff.packet import ContextPacket
from handoff.record import new_record, pack_record
from handoff.spill import Spill
from handoff.states import State


def test_it_has_whom_to_call_and_why(packet: ContextPacket) -> None:
    record = new_record(packet).moved(State.FAILED, "busy").moved(State.CALLBACK, "the line broke")
    told = callback_of(record.moved(State.CANCELLED, "later"))
    assert (told.packet_id, told.call_id, told.promised_at) == (packet.packet_id, "call-1", record.steps[-1].at)
    assert (told.number, told.name, told.language) == ("09121234567", "خانم محمدی", "fa")
    assert (told.reason, told.note) == ("asked_for_human", "the line broke")


def test_of_the_spilled_only_promises_are_listed_and_bad_files_passed_over(
    packet: ContextPacket, tmp_path: Path
) -> None:
    spill = Spill(tmp_path)
    promised = new_record(packet).moved(State.FAILED).moved(State.CALLBACK)
    spill.write("one", pack_record(promised))
    spill.write("two", pack_record(new_record(packet)))
    spill.write("bad", "")
    assert list(spilled_callbacks(tmp_path)) == [callback_of(promised)]


def test_it_is_told_that_an_agent_had_the_caller(packet: ContextPacket) -> None:
    """As a Hatef leaves it that was killed while they talked."""
    record = new_record(packet, "house-one").moved(State.RINGING).moved(State.WHISPERING).moved(State.BRIDGED)
    told = callback_of(record.left_behind("Hatef stopped during the handoff"))
    assert told.note == "Hatef stopped during the handoff; an agent had the caller already"
