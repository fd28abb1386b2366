"""The steps of a flow: the ways between them, nested ones in one table, and every mistake with its place."""

from typing import Any

import pytest
import yaml

from nlu.flows.mistakes import Mistake, Mistakes
from nlu.flows.model import END, Step
from nlu.flows.read_steps import condition_of, names_of, read_steps, strange_keys


def read(text: str) -> tuple[dict[str, Step], list[Mistake]]:
    mistakes = Mistakes()
    return read_steps(yaml.safe_load(text), ("steps",), mistakes), list(mistakes)


def steps(text: str) -> dict[str, Step]:
    found, mistakes = read(text)
    assert mistakes == []
    return found


def ways(step: Step) -> list[tuple[str, str]]:
    """By condition («»: always), where it goes on."""
    return [(way.condition.text if way.condition else "", way.target) for way in step.ways]


def test_one_step_follows_the_other_to_the_end() -> None:
    found = steps("[{collect: n}, {action: a}, {id: last, noop: true}]")
    assert list(found) == ["0_collect", "1_action", "last"]
    assert [ways(step) for step in found.values()] == [[("", "1_action")], [("", "last")], [("", END)]]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("collect: n", "collect", "n"),
        ("action: utter_x", "action", "utter_x"),
        ("set_slots: [{n: 1}]", "set_slots", ""),
        ("link: other", "link", "other"),
        ("call: other", "call", "other"),
        ("noop: true", "noop", ""),
    ],
)
def test_every_kind_of_step(text: str, kind: str, name: str) -> None:
    (step,) = steps(f"[{{{text}}}]").values()
    assert (step.kind, step.name) == (kind, name)


def test_a_question_with_everything() -> None:
    (step,) = steps("""
- id: ask
  collect: n
  description: the number
  utter: utter_which_number
  ask_before_filling: true
  reset_after_flow_ends: false
  force_slot_filling: true
  check: action_check
  rejections:
    - {if: slots.n > 9, utter: utter_too_much}
""").values()
    assert (step.utter, step.asks_always, step.check) == ("utter_which_number", True, "action_check")
    assert [(one.condition.text, one.utter) for one in step.rejections] == [("slots.n > 9", "utter_too_much")]
    assert step.unknown == ""


def test_a_question_with_nothing_else() -> None:
    (step,) = steps("[{collect: n}]").values()
    assert (step.utter, step.asks_always, step.check, step.rejections, step.unknown) == ("", False, "", (), "")


def test_an_action_is_given_and_gives() -> None:
    first, second = steps("[{action: a, inputs: {id: n}, outputs: {state: told, at: day}}, {action: b}]").values()
    assert (first.inputs, first.outputs) == ({"id": "n"}, {"state": "told", "at": "day"})
    assert (second.inputs, second.outputs) == ({}, {})


@pytest.mark.parametrize("declared", ["[{a: 1}, {b: null}]", "{a: 1, b: null}"])
def test_both_forms_of_set_slots(declared: str) -> None:
    (step,) = steps(f"[{{set_slots: {declared}}}]").values()
    assert step.values == {"a": 1, "b": None}


@pytest.mark.parametrize(
    ("declared", "wanted"),
    [
        ("END", [("", END)]),
        ("far", [("", "far")]),
        ("[{if: slots.a, then: far}, {else: END}]", [("slots.a", "far"), ("", END), ("", "near")]),
        ("[{if: slots.a, then: far}]", [("slots.a", "far"), ("", "near")]),
        ("[{if: slots.a, then: far}, {then: END}]", [("slots.a", "far"), ("", END), ("", "near")]),
        ("{if: slots.a, then: far}", [("slots.a", "far"), ("", "near")]),
    ],
)
def test_the_ways_on_in_the_order_in_which_they_stand(declared: str, wanted: list[tuple[str, str]]) -> None:
    found = steps(f"[{{noop: true, next: {declared}}}, {{id: near, noop: true}}, {{id: far, noop: true}}]")
    assert ways(found["0_noop"]) == wanted


NESTED = """
- id: start
  noop: true
  next:
    - if: slots.a
      then:
        - action: one
        - collect: n
          unknown:
            - action: two
            - action: three
              next: last
    - else:
        - id: mine
          action: four
          next: last
- id: last
  action: five
"""


def test_nested_steps_become_one_table() -> None:
    found = steps(NESTED)
    by_name = {step.name: step for step in found.values()}
    assert len(found) == 7
    assert ways(found["start"]) == [("slots.a", by_name["one"].id), ("", "mine"), ("", "last")]
    assert ways(by_name["one"]) == [("", by_name["n"].id)]
    assert ways(by_name["n"]) == [("", END)]  # behind the last of a branch is the end
    assert by_name["n"].unknown == by_name["two"].id
    assert ways(by_name["two"]) == [("", by_name["three"].id)]
    assert ways(by_name["three"]) == ways(found["mine"]) == [("", "last")]


def test_branches_that_look_alike_stay_apart() -> None:
    branch = "next: [{if: slots.a, then: [{action: x}]}]"
    found = steps(f"[{{noop: true, {branch}}}, {{collect: n, {branch}, unknown: [{{action: y}}]}}]")
    assert [step.name for step in found.values() if step.kind == "action"] == ["x", "x", "y"]


def test_the_first_step_stands_first_whatever_it_holds() -> None:
    assert next(iter(steps(NESTED))) == "start"


def test_unknown_may_name_a_step() -> None:
    found = steps("[{collect: n, unknown: far}, {action: a, next: END}, {id: far, action: b}]")
    assert found["0_collect"].unknown == "far"


@pytest.mark.parametrize(
    ("text", "at", "what", "remedy"),
    [
        ("{}", ("steps",), "there is no list of steps", "- collect: SLOT"),
        ("[]", ("steps",), "there is no list of steps", "- collect: SLOT"),
        ("[{collect: n}, utter_x]", ("steps", 1), "a step does nothing", "Write one of collect, action"),
        ("[{id: a, next: END}]", ("steps", 0), "a step does nothing", "Write one of collect, action"),
        ("[{id: a, noop: true}, {id: a, noop: true}]", ("steps", 1), "two steps are called 'a'", "another `id:`"),
        ("[{action: a, nxt: END}]", ("steps", 0, "nxt"), "'nxt' means nothing here", "Did you mean 'next'?"),
        ("[{action: a, check: b}]", ("steps", 0, "check"), "'check' means nothing here", "Known are: "),
        ("[{action: a, unknown: END}]", ("steps", 0, "unknown"), "'unknown' means nothing here", ""),
        (
            "[{action: a, next: lst}, {id: last, action: b}]",
            ("steps", 0, "next"),
            "no step 'lst'",
            "Did you mean 'last'?",
        ),
        ("[{action: a, next: end}]", ("steps", 0, "next"), "there is no step 'end'", "Write END, or the `id:`"),
        (
            "[{collect: n, next: [{if: slots.n, then: gone}]}]",
            ("steps", 0, "next", 0, "then"),
            "there is no step 'gone'",
            "Write END",
        ),
        (
            "[{collect: n, next: [{else: gone}]}]",
            ("steps", 0, "next", 0, "else"),
            "there is no step 'gone'",
            "Write END",
        ),
        ("[{collect: n, unknown: gone}]", ("steps", 0, "unknown"), "there is no step 'gone'", "Write END"),
        ("[{action: a, next: [{if: slots.n}]}]", ("steps", 0, "next", 0), "a branch leads nowhere", "`then: ID`"),
        ("[{action: a, next: [END]}]", ("steps", 0, "next", 0), "a branch leads nowhere", "`- else: ID`"),
        (
            "[{action: a, next: [{if: slots.n, then: END, esle: END}]}]",
            ("steps", 0, "next", 0, "esle"),
            "'esle' means nothing here",
            "Did you mean 'else'?",
        ),
        (
            "[{action: a, next: [{if: n > 1, then: END}]}]",
            ("steps", 0, "next", 0, "if"),
            "the condition 'n > 1' cannot be read: 'n' is no slot",
            "Write e.g. `slots.amount > 100`.",
        ),
        (
            "[{collect: n, rejections: [{if: slots.n}]}]",
            ("steps", 0, "rejections", 0),
            "a rejection needs `if:` and `utter:`",
            "Write both.",
        ),
        (
            "[{action: a, next: [{if: , then: END}]}]",
            ("steps", 0, "next", 0, "if"),
            "it ends too early",
            "slots.amount",
        ),
        ("[{action: a, next: [{if: slots.n, else: END}]}]", ("steps", 0, "next", 0), "`else:` stands", "`- else: ID`"),
        ("[{action: a, next: [{then: END, else: END}]}]", ("steps", 0, "next", 0), "`else:` stands", "`- else: ID`"),
        ("[{collect: a, action: b}]", ("steps", 0), "a step is collect and action at once", "Make two steps"),
        ("[{set_slots: 3}]", ("steps", 0, "set_slots"), "`set_slots:` names no slots", "[{SLOT: value}]"),
        ("[{set_slots: }]", ("steps", 0, "set_slots"), "`set_slots:` names no slots", "[{SLOT: value}]"),
        ("[{set_slots: [{n: 1}, m]}]", ("steps", 0, "set_slots"), "`set_slots:` names no slots", "[{SLOT: value}]"),
        ("[{collect: n, rejections: 3}]", ("steps", 0, "rejections", 0), "needs `if:`", "Write both."),
        (
            "[{collect: n, rejections: [{if: slots.n, utter: a, uttr: b}]}]",
            ("steps", 0, "rejections", 0, "uttr"),
            "'uttr' means nothing here",
            "Did you mean 'utter'?",
        ),
        ("[{action: a, inputs: 3}]", ("steps", 0, "inputs"), "`inputs:` is no map", "`inputs: {name: slot}`"),
        ("[{action: a, inputs: [n]}]", ("steps", 0, "inputs"), "`inputs:` is no map of texts", "Write"),
        ("[{action: a, inputs: }]", ("steps", 0, "inputs"), "`inputs:` is no map of texts", "Write"),
        ("[{action: a, outputs: {n: 3}}]", ("steps", 0, "outputs"), "`outputs:` is no map", "`outputs: {name: slot}`"),
        ("[{action: a, outputs: {3: n}}]", ("steps", 0, "outputs"), "`outputs:` is no map", "`outputs: {name: slot}`"),
        ("[{collect: n, inputs: {a: b}}]", ("steps", 0, "inputs"), "'inputs' means nothing here", ""),
        ("[{collect: n, rejections: [{utter: a}]}]", ("steps", 0, "rejections", 0), "needs `if:`", "Write both."),
        (
            "[{collect: n, rejections: [{if: slots.n >, utter: a}]}]",
            ("steps", 0, "rejections", 0, "if"),
            "cannot be read: it ends too early",
            "slots.amount",
        ),
    ],
)
def test_a_mistake_is_told(text: str, at: tuple[str | int, ...], what: str, remedy: str) -> None:
    _, mistakes = read(text)
    told = [one for one in mistakes if what in one.what]
    assert [one.at for one in told] == [at]
    assert remedy in told[0].remedy
    assert len(mistakes) == 1


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("action: one", "acton: one", "a step does nothing"),
        ("action: two", "acton: two", "a step does nothing"),
        ("action: one", "{action: one, chek: x}", "'chek' means nothing here"),
    ],
)
def test_a_mistake_in_a_branch_is_told_of_the_branch(old: str, new: str, what: str) -> None:
    _, (told,) = read(NESTED.replace(old, new))
    assert told.at[:4] == ("steps", 0, "next", 0)
    assert told.what == what


def test_an_empty_branch_is_told_of_the_branch() -> None:
    _, (told,) = read("[{action: a, next: [{then: []}]}]")
    assert told.at == ("steps", 0, "next", 0, "then")
    assert told.what == "there is no list of steps"


@pytest.mark.parametrize(
    ("branch", "at"),
    [
        ("next: [{if: slots.a, then: [{action: b}, {actn: c}]}]", ("next", 0, "then", 1)),
        ("next: [{else: [{actn: b}]}]", ("next", 0, "else", 0)),
        ("unknown: [{actn: b}]", ("unknown", 0)),
    ],
)
def test_a_mistake_in_a_branch_has_the_place_of_its_step(branch: str, at: tuple[str | int, ...]) -> None:
    _, (told,) = read(f"[{{collect: n, {branch}}}]")
    assert told.at == ("steps", 0, *at)


def test_one_rejection_may_stand_alone() -> None:
    (step,) = steps("[{collect: n, rejections: {if: slots.n > 9, utter: a}}]").values()
    assert [one.utter for one in step.rejections] == ["a"]


@pytest.mark.parametrize(
    ("declared", "found", "told"),
    [(None, set(), 0), ("a", {"a"}, 0), (["a", "b"], {"a", "b"}, 0), (3, set(), 1), (["a", {"b": 1}], {"a"}, 1)],
)
def test_names_are_a_list_or_one(declared: Any, found: set[str], told: int) -> None:
    mistakes = Mistakes()
    assert names_of(declared, ("x", "slots"), mistakes) == found
    assert [one.what for one in mistakes] == ["`slots:` is no list of names"] * told


def test_what_does_nothing_is_passed_over() -> None:
    found, _ = read("[{id: a, next: END}, {action: b}]")
    assert found["a"].kind == "noop"
    assert list(found) == ["a", "1_action"]


def test_a_condition_that_is_none_never_holds() -> None:
    mistakes = Mistakes()
    condition = condition_of("n > 1", ("here",), mistakes)
    assert not condition.holds({"n": 5})
    assert mistakes[0].at == ("here",)


@pytest.mark.parametrize("value", [True, "true", "slots.a"])
def test_a_condition_may_be_a_value_of_yaml(value: Any) -> None:
    mistakes = Mistakes()
    assert condition_of(value, (), mistakes).holds({"a": 1})
    assert mistakes == []


def test_only_strange_keys_are_told() -> None:
    mistakes = Mistakes()
    strange_keys({"if": 1, "extra": 2, "odd": 3, 7: 4}, frozenset({"if"}), ("x",), mistakes, frozenset({"extra"}))
    assert [one.at for one in mistakes] == [("x", "odd"), ("x", 7)]
