"""A caller whom the PBX gave back: answered, known, brought to the next way; whatever breaks, the call ends."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from bot.call.returned import ReturnedCall
from bot.journal.records import RecordedCall
from handoff.acd.port import CallerLeg
from handoff.desk import Handed
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State
from tests.bot.conftest import Stage, StageMaker

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PACKET = ContextPacket("00a1b2c3d4e5", "call-1", "ar", "key_zero", NOW, NOW, caller=PacketCaller("09121234567"))


@dataclass
class ResumingDesk:
    """Says `words` to the caller and ends in `end`."""

    end: State | Exception = State.CALLBACK
    words: str = "a call back"
    asked: list[tuple[ContextPacket, str, Collection[str]]] = field(default_factory=list)

    async def resume(self, packet: ContextPacket, caller: CallerLeg, why: str, without: Collection[str] = ()) -> Handed:
        self.asked.append((packet, why, without))
        await caller.say(self.words)
        if isinstance(self.end, Exception):
            raise self.end
        return Handed(packet.packet_id, self.end)


async def run(stage: StageMaker, desk: ResumingDesk, packet: ContextPacket = PACKET, gone: str = "") -> Stage:
    made = stage([], [])
    if gone:
        made.leg.end()
    await ReturnedCall(made.leg, made.context, packet, "TIMEOUT", ("asterisk",)).run(desk)
    return made


def call(made: Stage) -> RecordedCall:
    """What the journal has of it."""
    made.journal.close()
    (found,) = made.reader.calls(5)
    return found


async def test_the_caller_is_known_and_brought_to_the_next_way(stage: StageMaker) -> None:
    desk = ResumingDesk()
    made = await run(stage, desk)
    assert desk.asked == [(PACKET, "TIMEOUT", ("asterisk",))]
    assert made.leg.heard == ["a call back"]
    assert made.leg.hung_up
    found = call(made)
    assert (found.caller, found.language) == ("09121234567", "ar")
    assert (found.end_reason, found.handoff_outcome) == ("handoff_callback", "callback")


async def test_a_caller_who_left_before_the_answer(stage: StageMaker) -> None:
    desk = ResumingDesk()
    made = await run(stage, desk, gone="yes")
    assert desk.asked == []
    assert call(made).end_reason == "caller_hung_up"


async def test_a_caller_who_leaves_meanwhile(stage: StageMaker) -> None:
    made = await run(stage, ResumingDesk(State.ABANDONED))
    assert (call(made).end_reason, call(made).handoff_outcome) == ("caller_hung_up", "abandoned")


async def test_a_desk_that_breaks_leaves_no_telephone_up(stage: StageMaker) -> None:
    made = await run(stage, ResumingDesk(RuntimeError("boom")))
    assert made.leg.hung_up
    assert call(made).end_reason == "failed"


@pytest.mark.parametrize("language", ["ar", "de", ""])
async def test_a_language_that_is_spoken_no_more_is_replaced(stage: StageMaker, language: str) -> None:
    made = await run(stage, ResumingDesk(), replace(PACKET, language=language))
    assert call(made).language == (language if language == "ar" else "fa")


async def test_a_packet_without_a_number_has_that_of_the_call(stage: StageMaker) -> None:
    made = await run(stage, ResumingDesk(), replace(PACKET, caller=PacketCaller()))
    assert call(made).caller == made.leg.remote.user
