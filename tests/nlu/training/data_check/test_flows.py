"""Flows as designers write them wrong: what is told, and of which line."""

from pathlib import Path

import pytest

from nlu.errors import DataProblem
from nlu.training.data_check import check
from nlu.training.data_check.domain import Domain, declared
from nlu.training.data_check.flows import SAID_BY_FLOWS, Flows
from nlu.training.data_check.read import read
from nlu.training.data_shape import DOMAIN as SHAPE

DOMAIN = """\
intents: [ask_order, ask_balance, insult]
slots:
  known: {type: bool}
responses:
  utter_ask_n: [{text: شماره؟}]
  utter_too_much: [{text: زیاد است}]
  utter_bye: [{text: خداحافظ}]
ENGINE
forms:
  order_form: {required_slots: [known]}
actions: [action_tell, action_ask_day, action_check]
""".replace("ENGINE", "\n".join(f"  {name}: [{{text: x}}]" for name in sorted(SAID_BY_FLOWS)))
FLOWS = """\
slots:
  n: digits(5)
  day: date
flows:
  order:
    nlu_trigger: [{intent: ask_order}]
    steps:
      - collect: n
        check: action_check
        rejections:
          - {if: slots.n > 9, utter: utter_too_much}
        unknown:
          - action: utter_bye
      - collect: day
        next:
          - if: slots.known
            then: tell
          - else: END
      - id: tell
        action: action_tell
  balance:
    if: slots.known
    nlu_trigger: [{intent: ask_balance}]
    steps:
      - set_slots: [{known: true}]
      - link: order
"""


def flows(folder: Path, *texts: str, domain_text: str = DOMAIN) -> tuple[Flows, Domain]:
    (folder / "domain.yml").write_text(domain_text, encoding="utf-8")
    documents = []
    for number, text in enumerate(texts, 1):
        path = folder / f"{number}.yml"
        path.write_text(text, encoding="utf-8")
        documents.append(read(path, {}))
    found = Flows(documents)
    domain = declared([read(folder / "domain.yml", SHAPE)], [])
    found.learn(domain)
    return found, domain


def problems(folder: Path, *texts: str, domain_text: str = DOMAIN) -> list[DataProblem]:
    found, domain = flows(folder, *texts, domain_text=domain_text)
    return list(found.check(domain))


def told(found: list[DataProblem]) -> list[tuple[str, int, str, str]]:
    return [(one.path.name, one.line, one.what, one.remedy) for one in found]


def test_flows_that_are_right_are_passed(tmp_path: Path) -> None:
    assert told(problems(tmp_path, FLOWS)) == []


def test_no_flows_are_right_too(tmp_path: Path) -> None:
    assert told(problems(tmp_path)) == []


def test_what_flows_bring_is_known(tmp_path: Path) -> None:
    found, domain = flows(tmp_path, FLOWS)
    assert found.intents == {"ask_order", "ask_balance"}
    assert found.said >= {"action_tell", "action_check", "utter_bye", "utter_too_much", "utter_wait"}
    assert found.said >= {"utter_ask_n", "utter_ask_n_again", "utter_confirm_day", "utter_wrong_n"}
    assert {name: line for name, (_, _, line) in domain.slots.items()} == {"known": 3, "n": 2, "day": 3}


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ("  n: digits(5)", "  n: digit(5)", 2, "there is no kind of that name", "docs/values.md lists the kinds."),
        ("  n: digits(5)", "  text: date\n  n: digits(5)", 2, "a slot may not be called 'text'", "choose another"),
        ("    steps:\n      - set", "    stepps:\n      - set", 21, "flow 'balance' has no steps", "Write `steps:`"),
        ("        unknown:", "        unknwon:", 12, "'unknwon' means nothing here", "Did you mean 'unknown'?"),
        ("slots.n > 9", "n > 9", 11, "the condition 'n > 9' cannot be read", "Write e.g."),
        ("if: slots.n > 9, ", "", 11, "a rejection needs `if:` and `utter:`", "Write both."),
        ("then: tell", "then: tel", 17, "there is no step 'tel'", "Did you mean 'tell'?"),
        ("[{intent: ask_order}]", "[{intnet: ask_order}]", 6, "a trigger names no intent", "Write `- intent:"),
        (
            "    if: slots.known\n    nlu",
            "    if: known\n    nlu",
            22,
            "the condition 'known' cannot be read",
            "slots.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, what: str, remedy: str
) -> None:
    assert old in FLOWS
    (found,) = told(problems(tmp_path, FLOWS.replace(old, new, 1)))
    assert found[:2] == ("1.yml", line)
    assert what in found[2]
    assert remedy in found[3]


def test_what_cannot_be_read_hides_what_follows_from_it(tmp_path: Path) -> None:
    spoilt = FLOWS.replace("  day: date", "  day: dates").replace("action_tell", "action_tel")
    assert [line for _, line, _, _ in told(problems(tmp_path, spoilt))] == [3]


@pytest.mark.parametrize(
    ("old", "new", "what", "remedy"),
    [
        ("ask_order}", "ask_oder}", "intent 'ask_oder' is not in the domain", "Did you mean 'ask_order'?"),
        ("collect: day", "collect: dayy", "slot 'dayy' has no kind", "Did you mean 'day'?"),
        ("collect: n\n", "collect: n\n        utter: utter_ask\n", "nothing asks for 'n'", "utter_ask_n"),
        ("check: action_check", "check: action_chek", "'action_chek' is no action", "Did you mean 'action_check'?"),
        ("action: action_tell", "action: action_tel", "'action_tel' is no action and", "Did you mean 'action_tell'?"),
        (
            "action: utter_bye",
            "action: utter_by",
            "'utter_by' is no action and no response",
            "Did you mean 'utter_bye'",
        ),
        ("utter: utter_too_much", "utter: utter_nothing", "'utter_nothing' is no response", "`responses:`"),
        ("utter: utter_too_much", "utter: action_tell", "'action_tell' is no response", "`responses:`"),
        ("action: action_tell", "action: order_form", "'order_form' is a form, which", "Write `collect:`"),
        ("check: action_check", "check: utter_bye", "'utter_bye' is no action", "Add it to `actions:`"),
        ("check: action_check", "check: order_form", "'order_form' is no action", "Add it to `actions:`"),
        (
            "    steps:\n      - coll",
            "    persisted_slots: [m]\n    steps:\n      - coll",
            "slot 'm' is not in",
            "`slots:`",
        ),
        ("- if: slots.known", "- if: slots.knwon", "slot 'knwon' is not in the domain", "Did you mean 'known'?"),
        ("slots.n > 9", "slots.m > 9", "slot 'm' is not in the domain", "Add it to `slots:`."),
        (
            "action: action_tell\n",
            "action: action_tell\n        next: tell\n",
            "no way leads from step 'tell'",
            "`next: END`",
        ),
        ("then: tell", "then: END", "step 'tell' is never reached", "Lead a `next:` to it, or delete it."),
    ],
)
def test_what_does_not_hold_together_is_told_of_the_flow(
    tmp_path: Path, old: str, new: str, what: str, remedy: str
) -> None:
    assert old in FLOWS
    (found,) = told(problems(tmp_path, FLOWS.replace(old, new, 1)))
    assert found[:2] == ("1.yml", 5)
    assert found[2].startswith(f"flow 'order': {what}")
    assert remedy in found[3]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("{known: true}", "{knowm: true}", "flow 'balance': slot 'knowm' is not in the domain"),
        ("if: slots.known\n    nlu", "if: slots.knwon\n    nlu", "flow 'balance': slot 'knwon' is not in the domain"),
        ("link: order", "link: oder", "flow 'balance': there is no flow 'oder'"),
        ("link: order", "call: oder", "flow 'balance': there is no flow 'oder'"),
    ],
)
def test_the_second_flow_has_its_own_line(tmp_path: Path, old: str, new: str, what: str) -> None:
    (found,) = told(problems(tmp_path, FLOWS.replace(old, new, 1)))
    assert found[:3] == ("1.yml", 21, what)


@pytest.mark.parametrize("slot", ["flow", "candidates"])
def test_the_engines_own_slots_may_be_looked_at(tmp_path: Path, slot: str) -> None:
    assert told(problems(tmp_path, FLOWS.replace("- if: slots.known", f"- if: slots.{slot}"))) == []


@pytest.mark.parametrize("asking", ["utter_ask_n: [{text: شماره؟}]", "utter_which: [{text: شماره؟}]"])
def test_a_response_or_the_steps_own_response_asks(tmp_path: Path, asking: str) -> None:
    named = "" if "utter_ask_n" in asking else "\n        utter: utter_which"
    domain_text = DOMAIN.replace("utter_ask_n: [{text: شماره؟}]", asking)
    text = FLOWS.replace("collect: n", f"collect: n{named}")
    assert told(problems(tmp_path, text, domain_text=domain_text)) == []
    silent = problems(tmp_path, text, domain_text=domain_text.replace(asking, "utter_other: [{text: x}]"))
    assert [one.what for one in silent] == ["flow 'order': nothing asks for 'n'"]


RIVAL = "flows: {other: {nlu_trigger: [{intent: ask_order}], steps: [{action: action_tell}]}}"


def test_an_intent_may_start_one_flow_only(tmp_path: Path) -> None:
    found = told(problems(tmp_path, FLOWS, RIVAL))
    assert found == [("2.yml", 1, "flow 'other': intent 'ask_order' starts 'order' already", found[0][3])]
    assert found[0][3] == "Keep one of them, or write an `if:` in 'order' for when it is meant."


GUARDED = FLOWS.replace("  order:\n", "  order:\n    if: slots.known\n")
RIVAL_GUARDED = RIVAL.replace("{other: {", "{other: {if: slots.known, ")


@pytest.mark.parametrize(
    ("texts", "rivals"),
    [
        ((GUARDED, RIVAL), []),
        ((GUARDED, RIVAL_GUARDED.replace("slots.known", "not slots.known")), []),
        ((GUARDED, RIVAL_GUARDED), ["other"]),
        ((FLOWS, RIVAL_GUARDED), ["other"]),
        ((GUARDED, RIVAL, RIVAL.replace("other", "third")), ["third"]),
    ],
)
def test_guards_tell_flows_of_one_intent_apart(tmp_path: Path, texts: tuple[str, ...], rivals: list[str]) -> None:
    found = [one.what for one in problems(tmp_path, *texts)]
    assert [what.split("'")[1] for what in found] == rivals
    assert all("starts" in what for what in found)


@pytest.mark.parametrize("name", ["utter_and_now", "utter_given_up"])
def test_a_response_of_the_engine_that_is_missing_is_told(tmp_path: Path, name: str) -> None:
    (found,) = problems(tmp_path, FLOWS, domain_text=DOMAIN.replace(f"  {name}: [{{text: x}}]\n", ""))
    assert (found.path.name, found.what) == ("domain.yml", f"response '{name}' is missing, which any flow may say")


def test_without_flows_the_engine_says_nothing(tmp_path: Path) -> None:
    assert told(problems(tmp_path, domain_text=DOMAIN.replace("  utter_and_now: [{text: x}]\n", ""))) == []


def test_a_mistake_in_a_branch_is_told_with_the_line_of_its_step(tmp_path: Path) -> None:
    nested = "then:\n              - noop: true\n              - acton: action_tell"
    (found,) = told(problems(tmp_path, FLOWS.replace("then: tell", nested)))
    assert found[:3] == ("1.yml", 19, "a step does nothing")


def test_with_an_entity_besides_it_is_another_trigger(tmp_path: Path) -> None:
    with_entity = RIVAL.replace("{intent: ask_order}", "{intent: {name: ask_order, entities: [city]}}")
    assert told(problems(tmp_path, FLOWS, with_entity)) == []


def test_a_mistake_is_told_of_the_file_it_stands_in(tmp_path: Path) -> None:
    other = RIVAL.replace("ask_order", "insult").replace("action_tell", "action_gone")
    (found,) = told(problems(tmp_path, FLOWS, other))
    assert found[:3] == ("2.yml", 1, "flow 'other': 'action_gone' is no action and no response")


def test_two_flows_of_one_name_are_told_in_the_second_file(tmp_path: Path) -> None:
    (found,) = told(problems(tmp_path, FLOWS, RIVAL.replace("other", "order")))
    assert found[:3] == ("2.yml", 1, "there are two flows 'order'")


def test_a_mistake_in_the_shipped_flows_stops_the_training(data: Path) -> None:
    path = data / "flows" / "orders.yml"
    text = path.read_text(encoding="utf-8")
    line = text[: text.index("  order_status:")].count("\n") + 1
    path.write_text(text.replace("action: action_tell_order_status", "action: action_tell_odrer"), encoding="utf-8")
    found = [one for one in check(data) if one.path == path]
    assert [(one.line, one.stops) for one in found] == [(line, True)]
    assert "'action_tell_odrer' is no action and no response" in found[0].what
