"""What the domain declares, and what does not hold together in it, by file and line."""

from pathlib import Path

import pytest

from nlu.errors import DataProblem
from nlu.training.data_check.domain import Domain, check_forms, check_settings, declared, misnamed
from nlu.training.data_check.read import Document, read
from nlu.training.data_shape import DOMAIN

WHOLE = """\
intents:
  - greet
  - ask_order:
      use_entities: [city]
entities:
  - city
slots:
  order_number:
    type: text
forms:
  order_form:
    required_slots:
      - order_number
responses:
  utter_ask_order_number:
    - text: کدام سفارش؟
actions:
  - action_order
"""


def document(folder: Path, text: str, name: str = "domain.yml") -> Document:
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder / name, DOMAIN)


def domain_of(*documents: Document) -> tuple[Domain, list[DataProblem]]:
    problems: list[DataProblem] = []
    return declared(documents, problems), problems


def told(problems: list[DataProblem]) -> list[tuple[int, str, str]]:
    return [(one.line, one.what, one.remedy) for one in problems]


def test_everything_declared_is_found_with_its_line(tmp_path: Path) -> None:
    domain, problems = domain_of(document(tmp_path, WHOLE))
    assert problems == []
    assert {name: line for name, (_, line) in domain.intents.items()} == {"greet": 2, "ask_order": 3}
    assert domain.entities == {"city"}
    assert {name: line for name, (_, _, line) in domain.slots.items()} == {"order_number": 8}
    assert {name: line for name, (_, line) in domain.actions.items()} == {"action_order": 18}
    assert domain.names == {"action_order", "order_form", "utter_ask_order_number"}


def test_a_right_domain_has_no_mistake(tmp_path: Path) -> None:
    whole = document(tmp_path, WHOLE)
    domain, _ = domain_of(whole)
    assert [*misnamed(whole), *check_forms(domain), *check_settings(whole, domain)] == []


def test_a_form_may_ask_in_four_ways(tmp_path: Path) -> None:
    domain, _ = domain_of(document(tmp_path, WHOLE))
    assert domain.asked() == {
        "utter_ask_order_number",
        "action_ask_order_number",
        "utter_ask_order_form_order_number",
        "action_ask_order_form_order_number",
    }


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("intents:\n  - greet\n", "intent 'greet' stands in a.yml:2 too"),
        ("actions:\n  - action_order\n", "action 'action_order' stands in a.yml:18 too"),
        ("responses:\n  utter_ask_order_number:\n    - text: x\n", "response 'utter_ask_order_number' stands in a.yml"),
    ],
)
def test_what_stands_in_two_files_is_told_in_the_second(tmp_path: Path, text: str, what: str) -> None:
    _, problems = domain_of(document(tmp_path, WHOLE, "a.yml"), document(tmp_path, text, "b.yml"))
    assert [(one.path.name, one.line) for one in problems] == [("b.yml", 2)]
    assert what in problems[0].what


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        ("intnets: [a]\n", 1, "unknown key 'intnets' in the domain", "Did you mean 'intents'?"),
        ("intents:\n  - greet deny\n", 2, "'greet deny' is no name", "A dash is missing before 'deny'."),
        ("intents:\n  - greet#x\n", 2, "'greet#x' is no name", "Write a blank before #, or delete the comment."),
        (
            "actions:\n  - action.order\n",
            2,
            "'action.order' is no name",
            "Write it with letters, digits and _: action",
        ),
        ("entities:\n  - '!'\n", 2, "'!' is no name", "Write it with letters, digits and _: ask_price."),
    ],
)
def test_names_that_are_none(tmp_path: Path, text: str, line: int, what: str, remedy: str) -> None:
    ((at, found, mend),) = told(list(misnamed(document(tmp_path, text))))
    assert (at, found) == (line, what)
    assert remedy in mend


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        (
            "      - order_number\n",
            "      - order_numbr\n",
            13,
            "asks for slot 'order_numbr', which is not",
        ),
        ("utter_ask_order_number", "utter_other", 13, "form 'order_form' asks for 'order_number' without words"),
        ("    required_slots:\n      - order_number\n", "    required_slots: []\n", 11, "asks for nothing"),
        (
            "    required_slots:\n",
            "    ignored_intents: [gret]\n    required_slots:\n",
            12,
            "names intent 'gret'",
        ),
        ("    required_slots:\n", "    required_slot:\n", 12, "unknown key 'required_slot' in form 'order_form'"),
    ],
)
def test_forms_that_do_not_hold_together(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    assert old in WHOLE
    domain, _ = domain_of(document(tmp_path, WHOLE.replace(old, new)))
    ((at, found, _),) = told(list(check_forms(domain)))
    assert at == line
    assert what in found


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("intents:\n  - greet:\n", 2, "nothing stands below intent 'greet'"),
        ("intents:\n  - greet:\n      use_entity: [city]\n", 3, "unknown key 'use_entity' in intent 'greet'"),
        ("intents:\n  - greet:\n      use_entities: [cty]\n", 3, "intent 'greet' names entity 'cty', which is not"),
        ("session_config:\n  session_expiration: 5\n", 2, "unknown key 'session_expiration' in `session_config:`"),
        ("session_config:\n  session_expiration_time: soon\n", 2, "is no number of minutes"),
    ],
)
def test_settings_that_nothing_reads(tmp_path: Path, text: str, line: int, what: str) -> None:
    one = document(tmp_path, text)
    domain, _ = domain_of(document(tmp_path, WHOLE, "whole.yml"))
    ((at, found, _),) = told(list(check_settings(one, domain)))
    assert at == line
    assert what in found


def test_an_empty_file_declares_nothing(tmp_path: Path) -> None:
    empty = document(tmp_path, "version: '3.1'\n")
    domain, problems = domain_of(empty)
    assert (problems, domain.names, domain.intents) == ([], set(), {})
    assert list(misnamed(empty)) == []
