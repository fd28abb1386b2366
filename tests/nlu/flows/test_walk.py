"""Step after step: every kind of step, flows in flows, and the ways between them."""

from typing import Any

import pytest

from nlu.flows.effects import Done
from nlu.flows.walk import STEPS_MOST, EndlessFlow
from tests.nlu.flows.talking import Talk

MORE = "utter_anything_else"
NUMBER = "یک دو سه چهار پنج"
SLOTS = "slots: {n: {kind: digits(5), confirm: never}, day: {kind: date, confirm: never}}\n"


def talk(flows: str, **outside: Any) -> Talk:
    return Talk(SLOTS + "flows:\n" + flows, outside)


def flow(name: str, steps: str, more: str = "") -> str:
    return f"  {name}: {{nlu_trigger: [{{intent: {name}}}], steps: [{steps}]{more}}}\n"


def starts(one: Talk, name: str = "a", text: str = "…") -> list[str]:
    return one.says(text, name)


def test_steps_are_done_in_their_order() -> None:
    one = talk(flow("a", "{action: one}, {action: two}, {noop: true}, {action: three}"))
    assert starts(one) == ["one", "two", "three", MORE]


def test_the_first_way_that_is_open_is_taken() -> None:
    ways = "{if: slots.x > 1, then: p}, {if: slots.x > 0, then: q}, {else: END}"
    one = talk(flow("a", f"{{noop: true, next: [{ways}]}}, {{id: p, action: p, next: END}}, {{id: q, action: q}}"))
    for value, said in ((2, ["p", MORE]), (1, ["q", MORE]), (0, [MORE]), (None, [MORE])):
        one.slots["x"] = value
        assert starts(one) == said


def test_what_is_set_is_seen_by_the_next_step() -> None:
    ways = "{if: slots.x = 3, then: end}, {else: wrong}"
    rest = "{id: wrong, action: wrong, next: END}, {id: end, action: right}"
    one = talk(flow("a", f"{{set_slots: [{{x: 3}}, {{y: null}}], next: [{ways}]}}, {rest}"))
    one.slots["y"] = "old"
    assert starts(one) == ["right", MORE]
    assert (one.slots["x"], one.slots["y"]) == (3, None)


def test_what_an_action_learns_is_seen_by_the_next_step() -> None:
    ways = "{if: slots.known, then: END}, {else: wrong}"
    one = talk(
        flow("a", f"{{action: look, next: [{ways}]}}, {{id: wrong, action: w}}"), look=lambda _: Done({"known": 1})
    )
    assert starts(one) == ["look", MORE]
    assert one.slots["known"] == 1


def test_an_action_that_ends_the_call_ends_every_flow() -> None:
    both = flow("a", "{collect: n}") + flow("b", "{action: bye}, {action: never}")
    one = talk(both, bye=lambda _: Done(ended=True))
    starts(one)
    assert starts(one, "b") == ["bye"]
    assert one.packed is None


def test_after_an_action_that_asks_nothing_is_said() -> None:
    one = talk(flow("a", "{action: offer}, {action: later}"), offer=lambda _: Done(asked=True))
    assert starts(one) == ["offer"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("call", ["inner", "behind", MORE]), ("link", ["inner", MORE])],
)
def test_a_call_comes_back_and_a_link_does_not(kind: str, said: list[str]) -> None:
    one = talk(flow("a", f"{{{kind}: b}}, {{action: behind}}") + flow("b", "{action: inner}"))
    assert starts(one) == said


@pytest.mark.parametrize(("kind", "said"), [("call", ["behind", MORE]), ("link", [MORE])])
def test_over_an_answer_too(kind: str, said: list[str]) -> None:
    one = talk(flow("a", f"{{{kind}: b}}, {{action: behind}}") + flow("b", "{collect: n}"))
    assert starts(one) == ["ask n first"]
    assert one.says(NUMBER) == said


def test_a_called_flow_that_ends_all_others_does_not_come_back() -> None:
    one = talk(flow("a", "{call: b}, {action: behind}") + flow("b", "{action: inner}", ", ends_others: true"))
    assert starts(one) == ["inner", MORE]


def test_a_flow_that_ends_all_others_leaves_nothing_beneath() -> None:
    one = talk(flow("a", "{collect: n}") + flow("b", "{collect: day}", ", ends_others: true"))
    starts(one)
    assert starts(one, "b") == ["ask day first"]
    assert one.says("فردا") == [MORE]
    assert one.packed is None


def test_a_slot_that_is_filled_is_not_asked_for_twice() -> None:
    one = talk(flow("a", "{collect: n}, {action: between}, {id: again, collect: n}, {action: end}"))
    starts(one)
    assert one.says(NUMBER) == ["between", "end", MORE]


def test_a_flow_asks_anew_unless_its_slot_outlives_it() -> None:
    one = talk(flow("a", "{collect: n}") + flow("b", "{collect: n}", ", persisted_slots: [n]"))
    starts(one)
    one.says(NUMBER)
    assert starts(one, "b") == [MORE]
    assert one.slots["n"] == "12345"
    assert starts(one) == ["ask n first"]
    assert one.slots["n"] is None


def test_ask_before_filling_asks_for_what_is_known() -> None:
    one = talk(flow("a", "{collect: n, ask_before_filling: true}, {action: end}", ", persisted_slots: [n]"))
    one.slots["n"] = "54321"
    assert starts(one) == ["ask n first"]
    assert one.says(NUMBER) == ["end", MORE]
    assert one.slots["n"] == "12345"


def test_ask_before_filling_asks_once_in_a_flow() -> None:
    again = "ask_before_filling: true"
    one = talk(flow("a", f"{{collect: n, {again}}}, {{action: x}}, {{id: more, collect: n, {again}}}, {{action: y}}"))
    starts(one)
    assert one.says(NUMBER) == ["x", "y", MORE]


def test_one_sentence_answers_questions_of_different_kinds() -> None:
    one = talk(flow("a", "{collect: n}, {collect: day}, {action: end}"))
    assert starts(one, "a", f"برای فردا سفارش {NUMBER}") == ["end", MORE]
    assert (one.slots["n"], one.slots["day"]) == ("12345", "2026-12-01")


def test_a_circle_with_a_question_waits_at_it() -> None:
    again = "{if: slots.n != 54321, then: empty}, {else: END}"
    steps = f"{{id: ask, collect: n, next: [{again}]}}, {{id: empty, set_slots: [{{n: null}}], next: ask}}"
    one = talk(flow("a", steps))
    starts(one)
    assert one.says(NUMBER) == ["ask n first"]
    assert one.says("پنج چهار سه دو یک") == [MORE]


def test_a_circle_without_a_question_is_broken_off() -> None:
    one = talk(flow("round_and_round", "{id: x, action: turn, next: y}, {id: y, noop: true, next: x}"))
    with pytest.raises(EndlessFlow, match=f"'round_and_round' goes on for more than {STEPS_MOST} steps") as caught:
        starts(one, "round_and_round")
    assert caught.value.flow == "round_and_round"


def test_a_flow_of_many_steps_is_no_circle() -> None:
    many = STEPS_MOST // 2
    steps = ", ".join("{action: s}" for _ in range(many))
    assert starts(talk(flow("a", steps))) == ["s"] * many + [MORE]


def test_a_step_that_was_released_away_ends_its_flow() -> None:
    one = talk(flow("a", "{collect: n}") + flow("b", "{action: inner}"))
    starts(one)
    one.packed = {"stack": [["a", "gone", []]], "question": None, "kept": []}
    assert starts(one, "b") == ["inner", MORE]
    assert one.packed is None


def test_a_kept_request_of_a_flow_that_is_gone_is_passed_over() -> None:
    one = talk(flow("a", "{action: one}"))
    one.packed = {"stack": [], "question": None, "kept": [["gone", "…"], ["a", "…"]]}
    assert starts(one, "nothing") == ["utter_and_now", "one", MORE]


def test_what_a_kept_request_said_is_not_asked_for() -> None:
    one = talk(flow("a", "{action: one}") + flow("b", "{collect: n}, {action: two}"))
    assert one.says("…", "a", [("b", f"سفارش {NUMBER}")]) == ["one", "utter_and_now", "two", MORE]
