"""What Rasa is told of the flows: slots, the action, the intents; and the domain folder of a training."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.flows.model import Book
from nlu.flows.patterns import ANSWERED
from nlu.training.flows import POLICY, book_of, domain_of, flow_files, with_triggers, write_domain
from tests.nlu.flows.talking import book

FLOWS = """
slots:
  order_number: digits(5)
  wants_sms: {kind: yesno, initial_value: false}
flows:
  order_status:
    nlu_trigger:
      - intent: ask_order_status
      - intent: {name: inform, confidence_threshold: 0.7, entities: [order_number, city]}
    steps: [{collect: order_number}]
  balance:
    nlu_trigger: [{intent: ask_balance}]
    steps: [{action: action_tell_balance}]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data/ with flows in two files, and a domain."""
    folder = tmp_path / "data"
    (folder / "flows").mkdir(parents=True)
    (folder / "domain").mkdir()
    (folder / "flows" / "orders.yml").write_text(FLOWS, encoding="utf-8")
    (folder / "flows" / "more.yaml").write_text("flows: {more: {steps: [{action: a}]}}", encoding="utf-8")
    (folder / "flows" / "notes.txt").write_text("not a flow", encoding="utf-8")
    (folder / "domain" / "domain.yml").write_text("intents: [ask_balance]\n", encoding="utf-8")
    return folder


def test_all_files_of_flows_make_one_book(data: Path) -> None:
    assert [path.name for path in flow_files(data)] == ["more.yaml", "orders.yml"]
    assert list(book_of(data).flows) == ["more", "order_status", "balance"]


def test_data_without_flows_has_an_empty_book(tmp_path: Path) -> None:
    assert flow_files(tmp_path) == []
    assert book_of(tmp_path) == Book()


def test_a_file_that_is_wrong_in_part_gives_the_rest(data: Path) -> None:
    (data / "flows" / "more.yaml").write_text("flows: {more: {}}", encoding="utf-8")
    assert list(book_of(data).flows) == ["order_status", "balance"]


def test_the_policy_of_flows_learns_their_intents() -> None:
    (told,) = with_triggers([{"name": POLICY, "core_fallback_threshold": 0.3}], book(FLOWS))
    assert told == {
        "name": POLICY,
        "core_fallback_threshold": 0.3,
        "triggers": [
            {"intent": "ask_order_status", "least": 0.0, "entities": []},
            {"intent": "inform", "least": 0.7, "entities": ["city", "order_number"]},
            {"intent": "ask_balance", "least": 0.0, "entities": []},
        ],
        "answered": sorted(ANSWERED),
    }


@pytest.mark.parametrize("other", [{"name": "RulePolicy", "x": 1}, "RulePolicy", {"x": 1}, None])
def test_other_policies_stay_as_they_are(other: Any) -> None:
    assert with_triggers([other, {"name": POLICY}], book(FLOWS))[0] == other


def test_the_policies_that_were_given_are_not_changed() -> None:
    mine = [{"name": POLICY}]
    with_triggers(mine, book(FLOWS))
    assert mine == [{"name": POLICY}]


def test_what_travels_in_the_configuration_is_plain_yaml() -> None:
    told = with_triggers([{"name": POLICY}], book(FLOWS))
    assert yaml.safe_load(yaml.safe_dump(told)) == told


def test_flows_bring_their_slots_and_their_action() -> None:
    made = domain_of(book(FLOWS))
    assert made["actions"] == ["action_flow"]
    assert {name: slot.get("initial_value") for name, slot in made["slots"].items()} == {
        "flow": None,
        "order_number": None,
        "wants_sms": False,
    }


def test_no_rule_sees_the_slots_of_flows_and_no_entity_fills_them() -> None:
    for slot in domain_of(book(FLOWS))["slots"].values():
        assert slot["influence_conversation"] is False
        assert slot["mappings"] == [{"type": "custom"}]
        assert slot["type"] == "any"


def test_the_domain_of_a_training_holds_both(data: Path, tmp_path: Path) -> None:
    write_domain(data, tmp_path / "made", book_of(data))
    found = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in (tmp_path / "made").iterdir()}
    assert found["domain.yml"] == {"intents": ["ask_balance"]}
    assert found["made_of_flows.yml"] == domain_of(book_of(data))
    assert [path.name for path in (data / "domain").iterdir()] == ["domain.yml"]


def test_what_an_earlier_training_left_is_gone(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "made"
    target.mkdir()
    (target / "old.yml").write_text("intents: [old]", encoding="utf-8")
    write_domain(data, target, book_of(data))
    assert sorted(path.name for path in target.iterdir()) == ["domain.yml", "made_of_flows.yml"]


def test_persian_stands_readable_in_what_is_written(data: Path, tmp_path: Path) -> None:
    choice = book("slots: {at: {kind: yesno, initial_value: تهران}}")
    write_domain(data, tmp_path / "made", choice)
    assert "تهران" in (tmp_path / "made" / "made_of_flows.yml").read_text("utf-8")
