"""A packet for the tests of the command line."""

from datetime import UTC, datetime

from handoff.packet import ContextPacket, IntentTried, PacketCaller, PacketTurn, SlotKnown


def packet_of(packet_id: str, call_id: str, number: str, name: str = "خانم محمدی") -> ContextPacket:
    """One that holds something of everything."""
    return ContextPacket(
        packet_id=packet_id,
        call_id=call_id,
        language="fa",
        reason="asked_for_human",
        created_at=datetime(2026, 11, 30, 12 + (packet_id == "00ffffffffff"), 0, tzinfo=UTC),
        call_started_at=datetime(2026, 11, 30, 11, 59, tzinfo=UTC),
        caller=PacketCaller(number, "c-1001", name),
        verified="number",
        intents=(IntentTried("ask_order_status", 0.85, 9_000),),
        slots=(SlotKnown("order_number", "12345", 0.5),),
        last_turns=(PacketTurn("caller", "سفارشم کجاست؟", 20_000), PacketTurn("bot", "شمارهٔ سفارش؟ " * 12, 21_000)),
    )
