"""Orders: the reading that exists wins, a second bad number brings a human, strangers' orders stay private."""

import dataclasses
from typing import Any

import httpx
import pytest

from bot.actions.server import ActionOptions, create_app
from tests.bot.actions.conftest import SLOTS, Ask
from tests.bot.actions.replies import HUMAN_LISTENS, custom, slots, texts


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
    assert slots(reply) == {"order_number": taken, "failures": 0}
    assert reply["responses"] == []


async def test_a_number_given_with_the_request_is_checked_too(ask: Ask) -> None:
    reply = await ask("validate_order_form", **heard("12345", form=None))
    assert slots(reply)["order_number"] == "12345"


async def test_an_unknown_number_is_read_back(ask: Ask) -> None:
    reply = await ask("validate_order_form", **heard("99999"))
    assert texts(reply) == ["سفارشی با شمارهٔ ۹۹ ۹۹۹ پیدا نکردم."]
    assert slots(reply) == {"order_number": None, "failures": 1}
    assert custom(reply) == {}


async def test_a_number_of_the_wrong_length_says_so(ask: Ask) -> None:
    reply = await ask("validate_order_form", **heard("1234", entity="number"))
    assert texts(reply) == ["شمارهٔ سفارش باید پنج رقم باشد."]


@pytest.mark.parametrize("number", ["99999", "1234"])
async def test_the_second_bad_number_brings_a_human_and_ends_the_form(ask: Ask, number: str) -> None:
    reply = await ask("validate_order_form", slots={"failures": 1}, **heard(number))
    assert slots(reply) == {"order_number": None, "failures": 2, "requested_slot": None}
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
    assert slots((await client.post("/webhook", json=body)).json()) == {"order_number": "12345"}


@pytest.mark.usefixtures("no_crm")
async def test_without_the_crm_the_form_ends_at_a_human(ask: Ask) -> None:
    reply = await ask("validate_order_form", **heard("12345"))
    assert slots(reply) == {"requested_slot": None}
    assert custom(reply)["handoff"]["reason"] == "crm_unavailable"


async def test_the_status_reads_the_number_back_in_groups(ask: Ask) -> None:
    told = texts(await ask("action_tell_order_status", slots={"order_number": "12345"}))[0]
    assert told.startswith("سفارشِ شمارهٔ ۱۲ ۳۴۵ ارسال شده و در راه است. زمانِ تحویل پنجشنبه ۵ آذر")


@pytest.mark.parametrize(
    ("number", "customer_id", "words", "dated"),
    [
        ("34567", "c-1003", "ثبت شده است", False),
        ("23456", "c-1002", "آماده‌سازی", True),
        ("12346", "c-1001", "تحویل داده شده است", True),
        ("23457", "c-1002", "لغو شده است", False),
        ("70920", "c-1003", "برگشت خورده است", False),
    ],
)
async def test_every_state_is_told(ask: Ask, number: str, customer_id: str, words: str, dated: bool) -> None:
    told = texts(await ask("action_tell_order_status", slots={"order_number": number, "customer_id": customer_id}))[0]
    assert words in told
    assert ("تحویل" in told.replace("تحویل داده", "")) == dated


async def test_in_arabic(ask: Ask) -> None:
    told = texts(await ask("action_tell_order_status", slots={"order_number": "12345", "language": "ar"}))[0]
    assert "١٢ ٣٤٥" in told
    assert "الخميس ٢٦ نوفمبر" in told


async def test_somebody_elses_order_is_not_told(ask: Ask) -> None:
    reply = await ask("action_tell_order_status", slots={"order_number": "23456"})
    assert "شخصِ دیگری" in texts(reply)[0]
    assert "اپراتور" in texts(reply)[0]
    assert "آماده" not in texts(reply)[0]


async def test_a_stranger_hears_the_state_by_number(ask: Ask) -> None:
    stranger = {"customer_id": None, "caller_number": "09120000000"}
    reply = await ask("action_tell_order_status", slots={"order_number": "23456", **stranger})
    assert "آماده‌سازی" in texts(reply)[0]


async def test_unless_the_company_does_not_want_it(options: ActionOptions) -> None:
    strict = create_app(dataclasses.replace(options, strangers_hear_orders=False))
    tracker = {"slots": {"order_number": "23456", "customer_id": None}}
    body = {"next_action": "action_tell_order_status", "tracker": tracker}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=strict), base_url="http://t") as client:
        assert "شخصِ دیگری" in texts((await client.post("/webhook", json=body)).json())[0]


@pytest.mark.parametrize(("number", "words"), [("99999", "پیدا نکردم"), (None, "پنج رقم")])
async def test_an_order_that_is_not_there(ask: Ask, number: str | None, words: str) -> None:
    assert words in texts(await ask("action_tell_order_status", slots={"order_number": number}))[0]


async def test_the_state_is_kept_for_the_agent_where_the_domain_has_a_slot(ask: Ask) -> None:
    reply = await ask("action_tell_order_status", slots={"order_number": "12345", "order_state": None})
    assert slots(reply) == {"order_state": "shipped"}
