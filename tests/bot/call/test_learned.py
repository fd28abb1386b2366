"""What a call learns for the human who takes over."""

import pytest

from bot.call.learned import TOLD_MOST, Learned
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import HandoffWish, Link, Reply, ToldFact
from handoff.packet import CrmLink, Fact, Told

BALANCE = Reply(("۲۵۰ هزار تومان",), intent="ask_balance", told=True, facts=(ToldFact("balance", "2500000 IRR", "c1"),))
ASKS_NUMBER = Reply(("شماره؟",), "digits", 5, intent="ask_order_status", told=True)
ORDER = Reply(
    ("در راه است",),
    intent="inform",
    told=True,
    links=(Link("order", "12345"),),
    facts=(ToldFact("order", "shipped", "12345"),),
    slots={"order_number": "12345", "customer_id": "c1"},
)


def test_what_was_told_is_what_was_heard_of_it() -> None:
    learned = Learned()
    learned.answered(BALANCE, 1000, 0.9)
    learned.spoke("۲۵۰ هزار", 1500)
    learned.spoke("کارِ دیگری هست؟", 3000)  # nothing was asked before it
    assert learned.for_packet()["told"] == (Told("ask_balance", "۲۵۰ هزار", 1500),)
    assert learned.for_packet()["facts"] == (Fact("balance", "2500000 IRR", "c1", 1000),)


def test_a_question_for_a_number_is_no_answer_and_its_number_is() -> None:
    learned = Learned()
    learned.answered(ASKS_NUMBER, 1000, 0.9)
    learned.spoke("شماره؟", 1100)
    assert list(learned.unsettled) == ["ask_order_status"]
    learned.answered(ORDER, 5000, 0.8)
    learned.spoke("در راه است", 5200)
    packet = learned.for_packet()
    assert packet["told"] == (Told("ask_order_status", "در راه است", 5200),)
    assert packet["crm_links"] == (CrmLink("customer", "c1"), CrmLink("order", "12345"))
    assert list(learned.unsettled) == []


def test_of_what_the_records_say_the_last_counts() -> None:
    learned = Learned()
    learned.answered(ORDER, 5000, 0.8)
    learned.answered(Reply(("دیر شده",), facts=(ToldFact("order", "late", "12345"),)), 9000, 0.8)
    assert learned.for_packet()["facts"] == (Fact("order", "late", "12345", 9000),)


def test_what_is_not_answered_is_neither_told_nor_settled() -> None:
    learned = Learned()
    learned.answered(Reply(("موجودی را می‌خواهید؟",), intent="ask_balance"), 1000, 0.5)
    learned.spoke("موجودی را می‌خواهید؟", 1100)
    assert (learned.for_packet()["told"], learned.for_packet()["intents"]) == ((), ())


def test_the_latest_open_request_comes_first() -> None:
    learned = Learned()
    refused = Reply(("نمی‌توانم بگویم",), intent="ask_balance", settled=False, told=True)
    learned.answered(refused, 1000, 0.9)
    learned.answered(Reply(("…",), intent="complaint", handoff=HandoffWish("complaint"), told=True), 2000, 0.9)
    learned.answered(refused, 3000, 0.9)
    assert learned.unsettled == ("ask_balance", "complaint")


def test_only_so_many_answers_are_kept() -> None:
    learned = Learned()
    for at_ms in range(TOLD_MOST + 3):
        learned.answered(BALANCE, at_ms, 0.9)
        learned.spoke(str(at_ms), at_ms)
    assert [one.text for one in learned.for_packet()["told"]] == [str(n) for n in range(3, TOLD_MOST + 3)]


@pytest.mark.parametrize(("name", "told"), [("told_order", False), ("language", False), ("order_number", True)])
def test_slots_that_a_skill_keeps_to_itself_stay_here(name: str, told: bool) -> None:
    learned = Learned(own_slots=frozenset({"told_order"}))
    learned.answered(Reply(("؟",), slots={name: "12"}), 0, 0.7)
    assert bool(learned.slots) == told
    assert learned.known == {name: "12"}


def test_keys_and_silence_have_no_mood() -> None:
    learned = Learned()
    learned.heard(CallerTurn("keys", "دزد", keys="1"), "fa")
    assert learned.for_packet()["mood"].level == "calm"
    learned.heard(CallerTurn("speech", "دزد"), "fa")
    assert learned.for_packet()["mood"].level == "angry"


def spoken(learned: Learned, text: str, answer: Reply) -> None:
    learned.heard(CallerTurn("speech", text), "fa")
    learned.answered(answer, 1000, 0.9)


def test_words_without_an_answer_are_kept_the_latest_first() -> None:
    learned = Learned()
    spoken(learned, "پارکینگ دارید", Reply(("متوجه نشدم",), intent="nlu_fallback"))
    spoken(learned, "موجودیم", BALANCE)
    spoken(learned, "هوا چطوره", Reply(("از من برنمی‌آید",), intent="out_of_scope", told=True))
    spoken(learned, "سفارشم", Reply(("اجازه ندارم",), intent="ask_order_status", told=True, settled=False))
    assert learned.unanswered == ("سفارشم", "هوا چطوره", "پارکینگ دارید")
    spoken(learned, "اپراتور", Reply(intent="talk_to_human", told=True, handoff=HandoffWish("asked", "general")))
    assert learned.unanswered == ("اپراتور", "سفارشم", "هوا چطوره")


def test_a_number_that_is_refused_asks_for_nothing() -> None:
    learned = Learned()
    spoken(learned, "یک یک یک", Reply(("پیدا نکردم",), "digits", 5, intent="inform", told=True, settled=False))
    assert learned.unanswered == ()


def test_silence_after_an_answer_keeps_nothing() -> None:
    learned = Learned()
    spoken(learned, "موجودیم", BALANCE)
    learned.heard(CallerTurn("silence"), "fa")
    learned.answered(Reply(("صدایتان را نشنیدم",)), 2000, 1.0)
    assert learned.unanswered == ()
