"""The order number: the reading that exists wins, parts are joined, a second bad number brings a human."""

from typing import Any

import httpx
import pytest

from tests.bot.skills.conftest import SLOTS, Ask
from tests.bot.skills.replies import HUMAN_LISTENS, custom, slots, texts


def heard(*readings: str, entity: str = "order_number", form: str | None = "order_form") -> dict[str, Any]:
    """The tracker while the form asks, after the caller said a number with these readings."""
    entities = [
        {
            "entity": entity,
            "value": readings[0],
            "additional_info": {"readings": [{"digits": one} for one in readings]},
        }
    ]
    return {
        "latest_message": {"intent": {"name": "inform"}, "entities": entities if readings[0] else []},
        "active_loop": {"name": form} if form else {},
        "events": [
            {"event": "user", "text": "…"},
            {"event": "action", "name": "order_form"},
            {"event": "slot", "name": "order_number", "value": readings[0] or "12345"},
        ],
    }


@pytest.mark.parametrize(
    ("readings", "taken"),
    [
        (["12345"], "12345"),
        (["1200345", "12345"], "12345"),
        (["99999", "12345"], "12345"),
        (["23456", "12345"], "12345"),
        (["99999", "23456"], "23456"),
    ],
)
async def test_the_reading_that_exists_is_taken_and_the_callers_own_first(
    ask: Ask, readings: list[str], taken: str
) -> None:
    reply = await ask("validate_order_form", slots={"failures": 1}, **heard(*readings))
    assert slots(reply) == {"order_number": taken, "number_parts": None, "failures": 0}
    assert reply["responses"] == []


async def test_a_number_given_with_the_request_is_checked_too(ask: Ask) -> None:
    reply = await ask("validate_order_form", **heard("12345", form=None))
    assert slots(reply)["order_number"] == "12345"


async def test_an_unknown_number_is_read_back(ask: Ask) -> None:
    reply = await ask("validate_order_form", **heard("99999"))
    assert texts(reply) == ["سفارشی با شمارهٔ ۹۹ ۹۹۹ پیدا نکردم."]
    assert slots(reply) == {"order_number": None, "number_parts": None, "failures": 1}
    assert custom(reply) == {}


async def test_a_number_that_is_too_long_says_so(ask: Ask) -> None:
    reply = await ask("validate_order_form", **heard("123456", entity="number"))
    assert texts(reply) == ["شمارهٔ سفارش باید پنج رقم باشد."]


@pytest.mark.parametrize(("said", "part"), [("آخرش پنج بود", "5"), ("نه ببخشید آخرش چهل و پنجه", "45")])
async def test_the_end_of_a_refused_number_is_put_right_in_a_sentence_of_its_own(
    ask: Ask, said: str, part: str
) -> None:
    refused = {"number_refused": None, "failures": 0}
    first = await ask("validate_order_form", slots=refused, **heard("12349"))
    assert slots(first)["number_refused"] == "12349"
    after = heard(part, entity="number")
    after["latest_message"]["text"] = said
    reply = await ask("validate_order_form", slots={"number_refused": "12349", "failures": 1}, **after)
    assert slots(reply)["order_number"] == "12345"
    assert reply["responses"] == []


async def test_a_part_is_kept_and_the_rest_is_asked_for(ask: Ask) -> None:
    first = await ask("validate_order_form", slots={"number_parts": None}, **heard("12", entity="number"))
    assert (texts(first), slots(first)) == ([], {"order_number": None, "number_parts": ["12"], "failures": 0})
    question = await ask("action_ask_order_number", slots={"number_parts": ["12"]})
    assert texts(question) == ["۱ ۲، بقیهٔ رقم‌ها را بفرمایید."]
    assert custom(question) == {"expect": {"kind": "digits", "length": 5}}
    rest = await ask("validate_order_form", slots={"number_parts": ["12"]}, **heard("300405", "345", entity="number"))
    assert slots(rest)["order_number"] == "12345"
    assert slots(rest)["number_parts"] is None


async def test_a_part_of_an_earlier_question_is_forgotten(ask: Ask) -> None:
    reply = await ask("validate_order_form", slots={"number_parts": ["12"]}, **heard("345", form=None))
    assert slots(reply)["number_parts"] == ["345"]


async def test_beginning_anew_again_and_again_brings_a_human(ask: Ask) -> None:
    parts = {"number_parts": ["12"], "failures": 0}
    again = await ask("validate_order_form", slots=parts, **heard("123", entity="number"))
    assert slots(again) == {"order_number": None, "number_parts": ["123"], "failures": 1}
    third = await ask(
        "validate_order_form", slots={"number_parts": ["123"], "failures": 1}, **heard("1234", entity="number")
    )
    assert custom(third) == {"handoff": {"reason": "bad_number", "skill": ""}}


async def test_the_question_changes_after_a_bad_number_and_is_not_asked_while_the_caller_looks(ask: Ask) -> None:
    first = await ask("action_ask_order_number")
    second = await ask("action_ask_order_number", slots={"failures": 1})
    waiting = await ask("action_ask_order_number", latest_message={"intent": {"name": "wait"}})
    assert len({*texts(first), *texts(second)}) == 2
    assert texts(waiting) == []
    assert custom(first) == custom(second) == custom(waiting) == {"expect": {"kind": "digits", "length": 5}}


@pytest.mark.parametrize("number", ["99999", "123456"])
async def test_the_second_bad_number_brings_a_human_and_ends_the_form(ask: Ask, number: str) -> None:
    reply = await ask("validate_order_form", slots={"failures": 1}, **heard(number))
    assert slots(reply) == {"order_number": None, "number_parts": None, "failures": 2, "requested_slot": None}
    assert custom(reply) == {"handoff": {"reason": "bad_number", "skill": ""}}
    assert HUMAN_LISTENS in reply["events"]


async def test_failures_of_an_earlier_form_do_not_count(ask: Ask) -> None:
    reply = await ask("validate_order_form", slots={"failures": 1}, **heard("99999", form=None))
    assert slots(reply)["failures"] == 1
    assert custom(reply) == {}


async def test_the_number_of_an_earlier_order_is_asked_anew(ask: Ask) -> None:
    reply = await ask("validate_order_form", slots={"order_number": "12345"}, **heard("", form=None))
    assert slots(reply)["order_number"] is None
    assert reply["responses"] == []


async def test_nothing_to_validate(ask: Ask) -> None:
    events = [{"event": "action", "name": "order_form"}]
    reply = await ask("validate_order_form", events=events, active_loop={"name": "order_form"})
    assert reply == {"events": [], "responses": []}


async def test_a_domain_without_the_counter_gets_no_slot_it_does_not_know(client: httpx.AsyncClient) -> None:
    without = {name: value for name, value in SLOTS.items() if name != "failures"}
    body = {"next_action": "validate_order_form", "tracker": heard("12345") | {"slots": without}}
    assert slots((await client.post("/webhook", json=body)).json()) == {"order_number": "12345", "number_parts": None}


@pytest.mark.usefixtures("no_crm")
async def test_without_the_crm_the_form_ends_at_a_human(ask: Ask) -> None:
    reply = await ask("validate_order_form", **heard("12345"))
    assert slots(reply) == {"requested_slot": None}
    assert custom(reply)["handoff"]["reason"] == "crm_unavailable"
