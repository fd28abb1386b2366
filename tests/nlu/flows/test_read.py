"""Files of flows: what is read of them, and every mistake with its place."""

from typing import Any

import pytest
import yaml

from nlu.flows.mistakes import Mistake
from nlu.flows.model import Book, RowChoice, Trigger
from nlu.flows.read import RESERVED, read_book

FLOW = "flows: {balance: {steps: [{action: action_tell_balance}]}}"


def read(*texts: str) -> tuple[Book, dict[str, list[Mistake]]]:
    documents = {f"{number}.yml": yaml.safe_load(text) for number, text in enumerate(texts, 1)}
    found, mistakes = read_book(documents)
    return found, {name: list(told) for name, told in mistakes.items()}


def only(*texts: str) -> Mistake:
    """The one mistake of the last file."""
    _, mistakes = read(*texts)
    assert list(mistakes) == [f"{len(texts)}.yml"]
    (one,) = mistakes[f"{len(texts)}.yml"]
    return one


def test_a_flow_with_everything() -> None:
    found, mistakes = read("""
flows:
  order_status:
    name: سفارش
    description: where an order is
    if: slots.known
    nlu_trigger: [{intent: ask_order_status}]
    persisted_slots: [order_number]
    ends_others: true
    always_include_in_prompt: true
    run_pattern_completed: false
    steps: [{action: action_tell}]
""")
    assert mistakes == {}
    flow = found.flows["order_status"]
    assert (flow.id, flow.name, flow.description) == ("order_status", "سفارش", "where an order is")
    assert flow.guard is not None
    assert flow.guard.slots == {"known"}
    assert flow.persisted == {"order_number"}
    assert flow.ends_others is True
    assert flow.first == next(iter(flow.steps))


def test_a_flow_with_nothing_but_steps() -> None:
    flow = read("flows: {order_status: {steps: [{action: a}]}}")[0].flows["order_status"]
    assert (flow.name, flow.description, flow.triggers, flow.guard) == ("order status", "", (), None)
    assert (flow.persisted, flow.ends_others) == (frozenset(), False)


@pytest.mark.parametrize(
    ("declared", "triggers"),
    [
        ("[{intent: a}]", (Trigger("a"),)),
        ("[{intent: a}, {intent: b}]", (Trigger("a"), Trigger("b"))),
        ("[a]", (Trigger("a"),)),
        ("{intent: a}", (Trigger("a"),)),
        ("a", (Trigger("a"),)),
        ("[{intent: {name: a, confidence_threshold: 0.8}}]", (Trigger("a", 0.8),)),
        ("[{intent: {name: a, entities: order}}]", (Trigger("a", 0.0, frozenset({"order"})),)),
        ("[{intent: {name: a, entities: [n, m]}}]", (Trigger("a", 0.0, frozenset({"n", "m"})),)),
        ("null", ()),
    ],
)
def test_every_form_of_a_trigger(declared: str, triggers: tuple[Trigger, ...]) -> None:
    found, mistakes = read(f"flows: {{x: {{nlu_trigger: {declared}, steps: [{{action: a}}]}}}}")
    assert mistakes == {}
    assert found.flows["x"].triggers == triggers


@pytest.mark.parametrize(
    ("declared", "kind", "confirm", "initial"),
    [
        ("digits(5)", "digits", "doubtful", None),
        ("{kind: date}", "date", "doubtful", None),
        ("{kind: mobile, confirm: always}", "mobile", "always", None),
        ("{kind: digits(4), sensitive: true, confirm: never}", "digits", "never", None),
        ("{kind: digits, least: 3, most: 6}", "digits", "doubtful", None),
        ("{kind: amount, unit: IRT}", "amount", "doubtful", None),
        ("{kind: yesno, confirm: never, initial_value: true}", "yesno", "never", True),
        ("{kind: choice, choices: {home: {fa: خانه}}}", "choice", "doubtful", None),
    ],
)
def test_every_form_of_a_slot(declared: str, kind: str, confirm: str, initial: Any) -> None:
    found, mistakes = read(f"slots: {{one: {declared}}}")
    assert mistakes == {}
    slot = found.slots["one"]
    assert (slot.name, slot.kind.name, slot.confirm, slot.initial) == ("one", kind, confirm, initial)


def test_the_kind_travels_as_it_was_written() -> None:
    found, _ = read("slots: {n: {kind: digits(5), confirm: never}, at: {kind: choice, choices: {home: {fa: خانه}}}}")
    assert found.slots["n"].declared == "digits(5)"
    assert found.slots["at"].declared == {"kind": "choice", "choices": {"home": {"fa": "خانه"}}}


def test_what_belongs_to_the_kind_goes_to_the_kind() -> None:
    found, _ = read("slots: {pin: {kind: digits, least: 3, most: 6, sensitive: true}, d: {kind: date, tense: past}}")
    pin = found.slots["pin"]
    assert (pin.kind.least, pin.kind.most, pin.kind.sensitive) == (3, 6, True)
    assert pin.declared == {"kind": "digits", "least": 3, "most": 6, "sensitive": True}
    assert found.slots["d"].kind.tense == "past"


def test_one_persisted_slot_may_stand_alone() -> None:
    found, mistakes = read("flows: {a: {persisted_slots: order, steps: [{action: b}]}}")
    assert mistakes == {}
    assert found.flows["a"].persisted == {"order"}


def test_a_flow_that_stands_in_two_files_is_told() -> None:
    told = only(FLOW, FLOW)
    assert (told.at, told.what) == (("flows", "balance"), "there are two flows 'balance'")


def test_the_choices_of_a_slot_may_be_rows() -> None:
    found, mistakes = read('slots: {n: {kind: choice, from_rows: {value: id, say: "{name} در {city}"}}, m: date}')
    assert mistakes == {}
    assert found.slots["n"].rows == RowChoice("id", "{name} در {city}")
    assert found.slots["n"].kind.choices == ()
    assert found.slots["m"].rows is None


def test_files_make_one_book() -> None:
    found, mistakes = read("slots: {n: digits(5)}", FLOW, 'version: "3.1"\nslots: {n: digits(5)}')
    assert mistakes == {}
    assert list(found.flows) == ["balance"]
    assert list(found.slots) == ["n"]


def test_a_mistake_hides_nothing_else() -> None:
    found, mistakes = read("flows: {empty: {}, balance: {steps: [{action: a}]}}", "[]", FLOW.replace("balance", "b"))
    assert list(found.flows) == ["balance", "b"]
    assert list(mistakes) == ["1.yml", "2.yml"]


@pytest.mark.parametrize(
    ("text", "at", "what", "remedy"),
    [
        ("[a]", (), "the file holds no flows", "Write `flows:`"),
        ("", (), "the file holds no flows", "Write `flows:`"),
        ("flow: {}", ("flow",), "'flow' means nothing here", "Did you mean 'flows'?"),
        ("intents: []", ("intents",), "'intents' means nothing here", "Known are: flows, slots, version."),
        ("slots: [a]", ("slots",), "`slots:` is no map", "{kind: digits(5)}"),
        ("flows: [a]", ("flows",), "`flows:` is no map", "`steps:` below"),
        ("flows: {a: {}}", ("flows", "a"), "flow 'a' has no steps", "Write `steps:`"),
        ("flows: {a: x}", ("flows", "a"), "flow 'a' has no steps", "Write `steps:`"),
        ("flows: {a: {steps: []}}", ("flows", "a"), "flow 'a' has no steps", "- collect:"),
        ("flows: {a: {steps: x}}", ("flows", "a", "steps"), "there is no list of steps", "- collect: SLOT"),
        (
            "flows: {a: {descripton: x, steps: [{action: b}]}}",
            ("flows", "a", "descripton"),
            "'descripton' means nothing here",
            "Did you mean 'description'?",
        ),
        (
            "flows: {a: {if: amount > 5, steps: [{action: b}]}}",
            ("flows", "a", "if"),
            "the condition 'amount > 5' cannot be read",
            "slots.amount > 100",
        ),
        (
            "flows: {a: {nlu_trigger: [{intent: b}, {intnet: c}], steps: [{action: b}]}}",
            ("flows", "a", "nlu_trigger", 1),
            "a trigger names no intent",
            "- intent: ask_balance",
        ),
        (
            "flows: {a: {nlu_trigger: [{intent: {name: b, confidence_threshold: high}}], steps: [{action: b}]}}",
            ("flows", "a", "nlu_trigger", 0),
            "a trigger names no intent",
            "- intent: ask_balance",
        ),
        (
            "flows: {a: {persisted_slots: 3, steps: [{action: b}]}}",
            ("flows", "a", "persisted_slots"),
            "`persisted_slots:` is no list of names",
            "Write `persisted_slots: [NAME]`.",
        ),
        (
            "flows: {a: {nlu_trigger: [{intent: {name: b, entities: 3}}], steps: [{action: b}]}}",
            ("flows", "a", "nlu_trigger", 0, "intent", "entities"),
            "`entities:` is no list of names",
            "Write `entities: [NAME]`.",
        ),
        (
            "flows: {a: {nlu_trigger: [{intent: b, entities: [c]}], steps: [{action: b}]}}",
            ("flows", "a", "nlu_trigger", 0, "entities"),
            "'entities' means nothing here",
            "Known are: intent.",
        ),
        (
            "flows: {a: {nlu_trigger: [{intent: {name: b, entites: [c]}}], steps: [{action: b}]}}",
            ("flows", "a", "nlu_trigger", 0, "intent", "entites"),
            "'entites' means nothing here",
            "Did you mean 'entities'?",
        ),
        ("slots: {n: choice}", ("slots", "n"), "choice 'n' has no choices", "Write `choices:"),
        ("slots: {n: {kind: date, tensee: past}}", ("slots", "n", "kind"), "did you mean tense", "docs/values.md"),
        ("slots: {n: {kind: digit(5)}}", ("slots", "n", "kind"), "did you mean digits", "docs/values.md"),
        ("slots: {n: }", ("slots", "n", "kind"), "a kind is a name", "docs/values.md"),
        ("slots: {n: digits(0)}", ("slots", "n", "kind"), "0 to 0 is no length", "docs/values.md"),
        (
            "slots: {n: {kind: date, choices: {a: {fa: x}}}}",
            ("slots", "n", "kind"),
            "only a choice has",
            "docs/values.md",
        ),
        (
            "slots: {n: {kind: date, confirm: sometimes}}",
            ("slots", "n", "confirm"),
            "`confirm:` is 'sometimes'",
            "Write never or doubtful or always.",
        ),
        (
            "slots: {n: {kind: date, confrim: never}}",
            ("slots", "n", "confrim"),
            "'confrim' means nothing here",
            "Did you mean 'confirm'?",
        ),
        (
            "slots: {n: {kind: date, from_rows: {value: a, say: b}}}",
            ("slots", "n", "from_rows"),
            "is for a choice that has none",
            "`kind: choice`",
        ),
        (
            "slots: {n: {kind: choice, choices: {a: {fa: x}}, from_rows: {value: a, say: b}}}",
            ("slots", "n", "from_rows"),
            "is for a choice that has none",
            "without `choices:`",
        ),
        ("slots: {n: {kind: choice, from_rows: a}}", ("slots", "n", "from_rows"), "needs two texts", "value: COLUMN"),
        (
            "slots: {n: {kind: choice, from_rows: {value: a}}}",
            ("slots", "n", "from_rows"),
            "needs two texts",
            "say: ",
        ),
        (
            "slots: {n: {kind: choice, from_rows: {value: a, say: b, sya: c}}}",
            ("slots", "n", "from_rows", "sya"),
            "'sya' means nothing here",
            "Did you mean 'say'?",
        ),
    ],
)
def test_a_mistake_is_told(text: str, at: tuple[str | int, ...], what: str, remedy: str) -> None:
    told = only(text)
    assert told.at == at
    assert what in told.what
    assert remedy in told.remedy


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_names_of_a_message_are_no_names_of_slots(name: str) -> None:
    told = only(f"slots: {{{name}: date}}")
    assert told.at == ("slots", name)
    assert f"a slot may not be called '{name}'" in told.what


def test_a_slot_that_two_files_declare_otherwise() -> None:
    told = only("slots: {n: digits(5)}", "slots: {n: digits(6)}")
    assert (told.at, told.what) == (("slots", "n"), "slot 'n' is declared twice")


def test_two_flows_of_one_name() -> None:
    told = only(FLOW, FLOW.replace("action_tell_balance", "action_other"))
    assert (told.at, told.what) == (("flows", "balance"), "there are two flows 'balance'")


def test_a_guard_that_cannot_be_read_keeps_the_flow_shut() -> None:
    found, _ = read("flows: {a: {if: amount > 5, steps: [{action: b}]}}")
    guard = found.flows["a"].guard
    assert guard is not None
    assert not guard.holds({"amount": 9})
