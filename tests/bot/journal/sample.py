"""A call as the tests of the journal tell it."""

from datetime import UTC, datetime, timedelta

from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.writer import Journal

START = datetime(2026, 11, 21, 12, 0, 0, 123_000, UTC)
NUMBER = "09121234567"
ASKED = Turn(
    0,
    "caller",
    "سلام موجودی حسابم رو می‌خواستم",
    confidence=0.93,
    intent="ask_balance",
    intent_confidence=0.81,
    slots={"order_number": None, "language": "fa"},
    end_of_speech_ms=4_000,
    final_text_ms=4_250,
    answer_decided_ms=4_300,
    first_sample_ms=4_380,
)
TOLD = Turn(1, "bot", "موجودی حساب شما ۲۵۰ هزار تومان است.", first_sample_ms=4_380)


def started(call_id: str, minutes: int = 0) -> CallStart:
    return CallStart(call_id, NUMBER, "100", "fa", START + timedelta(minutes=minutes))


def hold_call(journal: Journal, call_id: str) -> None:
    journal.call_started(started(call_id))
    journal.turn(call_id, ASKED)
    journal.turn(call_id, TOLD)
    journal.call_ended(CallEnd(call_id, 9_000, "goodbye"))
