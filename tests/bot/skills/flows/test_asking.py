"""How a question is put: in the designer's words where there are some, and with more help each time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.crm.sql import SqliteCrm
from bot.skills.flows.asking import asked, confirmed, given_up
from bot.skills.flows.in_use import FlowsInUse
from bot.skills.runtime.answer import END_OF_TURN, Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker, parse_tracker
from nlu.flows.effects import Ask, Confirm, HandOff, Style
from tests.nlu.flows.talking import book
from tests.shipped import PROMPTS

BOOK = book("""
slots:
  n: digits(5)
  short: digits(3..6)
  card: card
  day: date
  sure: yesno
flows:
  all: {steps: [{collect: n}, {collect: short}, {collect: card}, {collect: day}, {collect: sure}]}
  own: {steps: [{collect: n, utter: utter_which_one}]}
""")
KEYED = {"kind": "digits", "length": 5}
DAY = {"kind": "date"}


@action("action_ask_n")
async def ask_in_own_words(tracker: Tracker, tools: Tools) -> Answer:
    return Answer().say("کدام یکی؟")


@pytest.fixture
def using(tmp_path: Path) -> Iterator[Callable[..., Tools]]:
    """Tools with these responses in the domain."""
    crm = SqliteCrm(f"sqlite:///{tmp_path}/none.db")
    texts = {code: own.skills for code, own in PROMPTS.items()}

    def make(*responses: str, own: bool = False) -> Tools:
        flows = FlowsInUse(BOOK, frozenset(responses))
        actions = {"action_ask_n": ask_in_own_words} if own else {}
        return Tools(crm, texts, flows=flows, actions=actions, now=lambda: datetime(2026, 11, 30, 10))

    yield make
    crm.close()


def tracker(language: str = "fa") -> Tracker:
    return parse_tracker({"slots": {"language": language}})


def question(slot: str, style: Style, said: str = "", flow: str = "all") -> Ask:
    step = next(one for one in BOOK.flows[flow].steps.values() if one.name == slot)
    return Ask(step, BOOK.slots[slot], style, said)


async def put(effect: Ask, tools: Tools, language: str = "fa", **values: str) -> tuple[list[str], Any]:
    """What is said, and what is listened for."""
    answer = await asked(effect, tracker(language), tools, values)
    *_, listening = answer.responses
    return list(answer.texts), listening["custom"]["expect"]


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("first", ["utter_ask_n"]),
        ("back", ["utter_ask_n"]),
        ("again", ["utter_ask_again", "utter_ask_n"]),
        ("keys", ["utter_ask_keys"]),
        ("rest", ["utter_ask_rest"]),
        ("silent", []),
    ],
)
async def test_every_style_without_words_of_its_own(using: Callable[..., Tools], style: Style, said: list[str]) -> None:
    assert await put(question("n", style), using("utter_ask_n")) == (said, KEYED)


@pytest.mark.parametrize("style", ["first", "back", "again", "keys", "rest"])
async def test_the_designers_words_for_a_style_go_before_all(using: Callable[..., Tools], style: Style) -> None:
    own = f"utter_ask_n_{style}"
    assert await put(question("n", style), using("utter_ask_n", own)) == ([own], KEYED)


@pytest.mark.parametrize("style", ["again", "keys"])
async def test_no_keys_are_spoken_of_where_nothing_can_be_keyed(using: Callable[..., Tools], style: Style) -> None:
    assert await put(question("day", style), using("utter_ask_day")) == (["utter_ask_day"], DAY)


async def test_a_step_may_ask_in_a_response_of_its_own(using: Callable[..., Tools]) -> None:
    tools = using("utter_ask_n", "utter_which_one")
    assert (await put(question("n", "first", flow="own"), tools))[0] == ["utter_which_one"]
    assert (await put(question("n", "again", flow="own"), tools))[0] == ["utter_ask_again", "utter_which_one"]


async def test_an_action_asks_where_no_response_does(using: Callable[..., Tools]) -> None:
    assert await put(question("n", "first"), using(own=True)) == (["کدام یکی؟"], KEYED)
    assert (await put(question("n", "again"), using(own=True)))[0] == ["utter_ask_again", "کدام یکی؟"]


async def test_a_response_asks_before_an_action(using: Callable[..., Tools]) -> None:
    assert (await put(question("n", "first"), using("utter_ask_n", own=True)))[0] == ["utter_ask_n"]


@pytest.mark.parametrize(
    ("slot", "expect"),
    [
        ("n", KEYED),
        ("short", {"kind": "digits"}),
        ("card", {"kind": "digits", "length": 16, "key": "card"}),
        ("day", DAY),
        ("sure", {"kind": "yesno"}),
    ],
)
async def test_what_the_line_listens_for(using: Callable[..., Tools], slot: str, expect: Mapping[str, Any]) -> None:
    assert (await put(question(slot, "first"), using()))[1] == expect
    assert (await put(question(slot, "silent"), using()))[1] == expect


@pytest.mark.parametrize(("language", "spoken"), [("fa", "۱ ۲"), ("ar", "١ ٢")])
async def test_the_rest_is_asked_for_with_what_is_known(
    using: Callable[..., Tools], language: str, spoken: str
) -> None:
    answer = await asked(question("n", "rest", "12"), tracker(language), using(), {"day": "فردا"})
    assert answer.responses[0] == {"response": "utter_ask_rest", "value": spoken, "day": "فردا"}


async def test_a_question_knows_the_other_slots(using: Callable[..., Tools]) -> None:
    answer = await asked(question("n", "first"), tracker(), using("utter_ask_n"), {"day": "فردا"})
    assert answer.responses[0] == {"response": "utter_ask_n", "day": "فردا"}


@pytest.mark.parametrize(
    ("responses", "language", "response", "spoken"),
    [
        ((), "fa", "utter_confirm_value", "۱۲ ۳۴۵"),
        ((), "ar", "utter_confirm_value", "١٢ ٣٤٥"),
        (("utter_confirm_n",), "fa", "utter_confirm_n", "۱۲ ۳۴۵"),
        (("utter_confirm_day",), "fa", "utter_confirm_value", "۱۲ ۳۴۵"),
    ],
)
def test_a_value_is_read_back_and_yes_or_no_awaited(
    using: Callable[..., Tools], responses: tuple[str, ...], language: str, response: str, spoken: str
) -> None:
    answer = confirmed(Confirm(BOOK.slots["n"], "12345"), tracker(language), using(*responses))
    assert answer.responses == (
        {"response": response, "value": spoken, "n": spoken},
        {"custom": {"expect": "yesno"}},
    )


def test_a_day_is_read_back_as_a_day(using: Callable[..., Tools]) -> None:
    answer = confirmed(Confirm(BOOK.slots["day"], "2026-11-26"), tracker(), using())
    assert answer.responses[0]["value"] == "پنجشنبه ۵ آذر"


@pytest.mark.parametrize(("known", "said"), [("utter_given_up_n", "utter_given_up_n"), ("utter_x", "utter_given_up")])
def test_an_honest_word_before_the_human(using: Callable[..., Tools], known: str, said: str) -> None:
    answer = given_up(HandOff("utter_given_up", "n", "bad_number"), using(known))
    assert answer.texts == (said,)
    assert answer.responses[-1] == {"custom": {"handoff": {"reason": "bad_number", "skill": ""}}}
    assert answer.ends
    assert answer.events == (END_OF_TURN,)
