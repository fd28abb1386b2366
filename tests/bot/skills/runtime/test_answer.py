"""Answers are built by copies and come out in the action protocol's shape."""

from bot.skills.runtime.answer import END_OF_TURN, Answer
from handoff.reasons import Reason


def test_an_answer_grows_by_copies() -> None:
    empty = Answer()
    said = empty.say("سلام").custom({"expect": "digits"}).set_slot("customer_id", "c-1")
    assert empty.as_json() == {"events": [], "responses": []}
    assert said.as_json() == {
        "events": [{"event": "slot", "name": "customer_id", "value": "c-1"}],
        "responses": [{"text": "سلام"}, {"custom": {"expect": "digits"}}],
    }


def test_a_handoff_names_reason_and_skill_and_ends_the_turn() -> None:
    answer = Answer().hand_off(Reason.COMPLAINT)
    assert answer.responses == ({"custom": {"handoff": {"reason": "complaint", "skill": "complaints"}}},)
    assert answer.events == (END_OF_TURN,)


def test_hanging_up_ends_the_turn() -> None:
    assert Answer().hang_up() == Answer(({"custom": {"hangup": True}},), (END_OF_TURN,))
