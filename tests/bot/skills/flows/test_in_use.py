"""The flows of data/ as the action server reads them, and their slots as they are said."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.skills.flows.in_use import FlowsInUse, load_flows
from tests.nlu.flows.talking import book
from tests.shortened import DATA

NOW = datetime(2026, 11, 30, 10, 0)
SLOTS = """
slots:
  n: digits(5)
  sure: yesno
  day: date
  where: {kind: choice, choices: {home: {fa: [خانه], ar: [البيت]}}}
  note: text
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("flows", "domain"):
        (tmp_path / name).mkdir()
    write(tmp_path / "flows" / "a.yml", "slots: {n: digits(5)}\nflows: {a: {steps: [{collect: n}]}}")
    write(tmp_path / "flows" / "b.yaml", "flows: {b: {steps: [{action: utter_bye}]}}")
    write(tmp_path / "domain" / "one.yml", "responses: {utter_bye: [{text: خداحافظ}]}")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_all_flows_and_all_responses_are_in_use(data: Path) -> None:
    write(data / "domain" / "two.yaml", "responses: {utter_ask_n: [{text: شماره؟}]}\nintents: [a]")
    write(data / "domain" / "empty.yml", "")
    write(data / "domain" / "none.yml", "responses:\n")
    found = load_flows(data)
    assert set(found.book.flows) == {"a", "b"}
    assert found.responses == {"utter_bye", "utter_ask_n"}
    assert found.questions == frozenset()


@pytest.mark.parametrize(
    ("variants", "asks"),
    [
        ("[{text: x, custom: {offer: human}}]", True),
        ("[{text: x}, {text: y, custom: {offer: human}}]", True),
        ("[{text: x, custom: {expect: yesno}}]", False),
        ("[{text: x, custom: }]", False),
        ("[{text: x}]", False),
        ("[x]", False),
    ],
)
def test_a_response_that_offers_something_is_a_question(data: Path, variants: str, asks: bool) -> None:
    write(data / "domain" / "one.yml", f"responses: {{utter_offer: {variants}}}")
    assert ("utter_offer" in load_flows(data).questions) is asks


def test_data_without_flows_has_none_in_use(tmp_path: Path) -> None:
    assert load_flows(tmp_path) == FlowsInUse()


def test_a_mistake_stops_the_start_with_file_and_remedy(data: Path) -> None:
    write(data / "flows" / "b.yaml", "flows: {b: {steps: [{action: x, nxt: END}]}}")
    with pytest.raises(StartError) as caught:
        load_flows(data)
    assert str(data / "flows" / "b.yaml") in str(caught.value)
    assert "'nxt' means nothing here. Did you mean 'next'?" in str(caught.value)


def test_the_shipped_flows_can_be_used() -> None:
    found = load_flows(DATA)
    assert "order_status" in found.book.flows
    collected = {name for flow in found.book.flows.values() for name in flow.collected}
    assert collected <= set(found.book.slots)


@pytest.mark.parametrize(
    ("slot", "value", "fa", "ar"),
    [
        ("n", "12345", "۱۲ ۳۴۵", "١٢ ٣٤٥"),
        ("sure", True, "بله", "نعم"),
        ("sure", False, "نه", "لا"),
        ("day", "2026-11-26", "پنجشنبه ۵ آذر", "الخميس ٢٦ نوفمبر"),
        ("where", "home", "خانه", "البيت"),
        ("note", "هر چه هست", "هر چه هست", "هر چه هست"),
    ],
)
def test_slots_are_said_as_their_kind_is(slot: str, value: object, fa: str, ar: str) -> None:
    flows = FlowsInUse(book(SLOTS))
    said = [flows.spoken({slot: value}, language, NOW) for language in ("fa", "ar")]
    assert [list(one) for one in said] == [[slot], [slot]]
    assert [one[slot].split("،")[0] for one in said] == [fa, ar]


def test_empty_slots_and_those_of_others_are_not_said() -> None:
    assert FlowsInUse(book(SLOTS)).spoken({"n": None, "customer_id": "c-1"}, "fa", NOW) == {}
