"""What a call remembers: the journal's turns and the packet for the human."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.call.prompt_player import Spoken
from bot.call.record import LAST_TURNS, CallRecord
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, HandoffWish, Link, Reply
from bot.journal.reader import JournalReader
from bot.journal.records import RecordedCall
from bot.journal.writer import Journal
from bot.store.database import open_database

ASKED = CallerTurn("speech", "سفارشم کجاست", 0.8, ended_s=4.0, final_s=4.2)
TOLD = Reply(
    ("در راه است",),
    intent="ask_order_status",
    intent_confidence=0.7,
    slots={"caller_name": "سارا محمدی", "customer_id": "C1", "order_number": "12345", "language": "fa"},
    links=(Link("order", "12345"),),
    told=True,
)


class Kept:
    """A memory and its journal."""

    def __init__(self, folder: Path) -> None:
        self.engine = open_database(f"sqlite:///{folder / 'hatef.db'}")
        self.journal = Journal(self.engine)
        caller = Caller("c1", "0912", "100", "fa")
        self.record = CallRecord(caller, 2.0, self.journal, own_slots=frozenset({"told_order"}))

    def call(self) -> RecordedCall:
        assert self.journal.flush()
        found = JournalReader(self.engine).call("c1")
        assert found is not None
        return found


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path)
    yield kept
    kept.journal.close()
    kept.engine.dispose()


def test_a_turn_is_written_when_its_answer_sounds(kept: Kept) -> None:
    kept.record.caller_did(ASKED, TOLD)
    assert kept.call().turns == ()
    kept.record.spoke("در راه است", Spoken(True, 4.9, 800))
    asked, told = kept.call().turns
    assert (asked.end_of_speech_ms, asked.final_text_ms, asked.first_sample_ms) == (2000, 2200, 2900)
    assert asked.answer_ms == 900
    assert (told.speaker, told.text, told.first_sample_ms) == ("bot", "در راه است", 2900)


def test_a_turn_whose_answer_never_came_is_written_too(kept: Kept) -> None:
    kept.record.caller_did(ASKED, TOLD)
    kept.record.ended("caller_hung_up")
    call = kept.call()
    assert [turn.first_sample_ms for turn in call.turns] == [None]
    assert call.end_reason == "caller_hung_up"


def test_an_answer_of_which_no_word_was_heard_is_not_in_the_record(kept: Kept) -> None:
    kept.record.caller_did(ASKED, TOLD)
    kept.record.spoke("", Spoken())
    kept.record.caller_did(ASKED, TOLD)
    kept.record.spoke("در راه …", Spoken(False, 4.9, 400))
    assert [turn.text for turn in kept.call().turns] == ["سفارشم کجاست", "سفارشم کجاست", "در راه …"]
    assert [turn.text for turn in kept.record.packet(HandoffWish("x")).last_turns][-1] == "در راه …"


def test_a_turn_that_nobody_answered_is_not_lost_behind_the_next(kept: Kept) -> None:
    kept.record.caller_did(ASKED, TOLD)
    kept.record.caller_did(ASKED, TOLD)
    kept.record.ended("caller_hung_up")
    assert len(kept.call().turns) == 2


def test_a_fault_stands_between_the_turns(kept: Kept) -> None:
    kept.record.caller_did(ASKED, TOLD)
    kept.record.note("DialogueUnavailable")
    assert [(turn.kind, turn.text) for turn in kept.call().turns] == [
        ("speech", "سفارشم کجاست"),
        ("system", "DialogueUnavailable"),
    ]


def test_the_packet_has_everything_learned(kept: Kept) -> None:
    kept.record.caller_did(ASKED, TOLD)
    kept.record.spoke("در راه است", Spoken(True, 4.9, 800))
    packet = kept.record.packet(HandoffWish("complaint", "complaints"))
    assert (packet.reason, packet.skill, packet.called) == ("complaint", "complaints", "100")
    assert (packet.caller.number, packet.caller.customer_id, packet.caller.name) == ("0912", "C1", "سارا محمدی")
    assert packet.verified == "number"
    assert packet.slot("order_number") == "12345"
    assert packet.slots[0].confidence == 0.8
    assert [(link.kind, link.key) for link in packet.crm_links] == [("customer", "C1"), ("order", "12345")]
    assert [intent.name for intent in packet.intents] == ["ask_order_status"]
    assert [(turn.speaker, turn.at_ms) for turn in packet.last_turns] == [("caller", 2000), ("bot", 2900)]


def test_a_slot_cleared_later_is_still_known_to_the_human(kept: Kept) -> None:
    kept.record.caller_did(ASKED, TOLD)
    kept.record.learn(Reply(("؟",), slots={}))
    assert kept.record.packet(HandoffWish("x")).slot("order_number") == "12345"


def test_a_stranger_is_not_verified(kept: Kept) -> None:
    packet = kept.record.packet(HandoffWish("no_input"))
    assert packet.verified == "none"
    assert packet.crm_links == ()


def test_only_the_last_turns_travel(kept: Kept) -> None:
    for number in range(LAST_TURNS + 5):
        kept.record.spoke(str(number), Spoken())
    assert len(kept.record.packet(HandoffWish("x")).last_turns) == LAST_TURNS


def test_another_language_is_in_the_journal_and_in_the_packet(kept: Kept) -> None:
    kept.record.language_changed("ar")
    assert kept.call().language == "ar"
    assert kept.record.packet(HandoffWish("no_match")).language == "ar"


ORDER = Reply(("شماره؟",), expect="digits", intent="ask_order_status", told=True)
BALANCE = Reply(("۲۵۰ هزار تومان",), intent="ask_balance", told=True)
NUMBER = Reply(("در راه است",), intent="inform", told=True)
LOST = Reply(("متوجه نشدم",), intent="nlu_fallback", told=True)
WRONG = Reply(("ببخشید",), intent="wrong", told=True)
QUESTION = Reply(("موجودی را می‌خواهید؟",), expect="yesno", intent="ask_balance")
YES = BALANCE
NO = Reply(("بفرمایید",), intent="deny")
REFUSED = Reply(("به نامِ دیگری است",), intent="inform", told=True, settled=False)
REPEATED = Reply(("…",), intent="repeat", told=True)
HUMAN = Reply(intent="ask_balance", handoff=HandoffWish("crm_unavailable"), told=True)


@pytest.mark.parametrize(
    ("replies", "settled"),
    [
        ([BALANCE], [True]),
        ([ORDER], [False]),
        ([ORDER, NUMBER], [True]),
        ([ORDER, LOST], [False]),
        ([ORDER, NUMBER, LOST], [True]),
        ([BALANCE, WRONG], [False]),
        ([QUESTION], []),
        ([QUESTION, YES], [True]),
        ([QUESTION, NO], []),
        ([QUESTION, NO, BALANCE], [True]),
        ([ORDER, REFUSED], [False]),
        ([BALANCE, REPEATED], [True]),
        ([ORDER, REPEATED], [False]),
        ([HUMAN], [False]),
        ([BALANCE, ORDER], [True, False]),
    ],
)
def test_the_packet_tells_what_is_settled(kept: Kept, replies: list[Reply], settled: list[bool]) -> None:
    for reply in replies:
        kept.record.caller_did(ASKED, reply)
    tried = [one.settled for one in kept.record.packet(HandoffWish("x")).intents if one.name != "wrong"]
    assert tried == settled


def test_what_the_dialogue_keeps_for_itself_does_not_travel(kept: Kept) -> None:
    own = {"was_lost": False, "called_number": "100", "human_offered": True, "told_order": "…"}
    kept.record.learn(Reply(("؟",), slots={**own, "order_number": "12345"}))
    assert [slot.name for slot in kept.record.packet(HandoffWish("x")).slots] == ["order_number"]


def test_a_turn_says_how_sure_the_call_was_of_it(kept: Kept) -> None:
    kept.record.caller_did(replace(ASKED, likely=0.93), replace(TOLD, sure=0.71))
    kept.record.caller_did(CallerTurn("keys", keys="12345"), TOLD)
    kept.record.close_turn(None)
    spoken, keyed = kept.call().turns
    assert (spoken.confidence, spoken.likely, spoken.sure) == (0.8, 0.93, 0.71)
    assert (keyed.confidence, keyed.likely, keyed.sure) == (None, None, None)
