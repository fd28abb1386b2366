"""What the records answer to what a caller was not told."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from bot.crm.model import OrderState
from bot.errors import CrmUnavailable
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action, discover
from bot.skills.runtime.server import ActionOptions, create_app
from bot.skills.runtime.suggest import Unanswered, suggested
from bot.skills.runtime.tracker import Tracker
from tests.bot.skills.orders.test_orders import OneOrder
from tests.shipped import PROMPTS

KNOWN = {"customer_id": "c-1001", "language": "fa", "order_number": "12345"}


@pytest.fixture
async def client(options: ActionOptions) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(options))
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as http:
        yield http


async def asked(
    client: httpx.AsyncClient, *intents: str, token: str = "", said: tuple[str, ...] = (), **slots: str
) -> dict[str, str]:
    body = {"intents": intents, "slots": KNOWN | slots, "texts": said}
    answer = await client.post("/suggest", params={"token": token}, json=body)
    answer.raise_for_status()
    found: dict[str, str] = answer.json()
    return found


async def test_the_first_intent_that_is_settled_is_answered(client: httpx.AsyncClient) -> None:
    assert (await asked(client, "complaint", "ask_balance", "ask_hours"))["intent"] == "ask_balance"
    assert "هزار تومان" in (await asked(client, "ask_balance"))["text"]


async def test_in_the_language_of_the_call(client: httpx.AsyncClient) -> None:
    assert "نَحْنُ فِي خِدْمَتِكَ" in (await asked(client, "ask_hours", language="ar"))["text"]


async def test_why_it_cannot_be_answered_is_no_answer(client: httpx.AsyncClient) -> None:
    assert await asked(client, "ask_balance", customer_id="") == {}
    assert "text" not in await asked(client, "ask_order_status", order_number="99999")
    assert (await asked(client, "ask_order_status", "ask_hours", order_number=""))["intent"] == "ask_hours"


async def test_nothing_is_known_of_what_nobody_answers(client: httpx.AsyncClient) -> None:
    assert "text" not in await asked(client)
    assert "text" not in await asked(client, "complaint", "moon", "")


async def test_who_calls_is_looked_up_where_the_conversation_does_not_know_it(client: httpx.AsyncClient) -> None:
    found = await asked(client, "ask_balance", customer_id="", caller_number="09121234567")
    assert (found["customer_id"], found["caller_name"]) == ("c-1001", "خانم سارا محمدی")
    assert "هزار تومان" in found["text"]
    assert await asked(client, customer_id="", caller_number="09120000000") == {}


async def test_a_late_order_is_answered_without_the_offer(client: httpx.AsyncClient) -> None:
    assert "سفارشِ شمارهٔ" in (await asked(client, "ask_order_status"))["text"]


@action("action_tell_balance")
async def away(_tracker: Tracker, _tools: Tools) -> Answer:
    raise CrmUnavailable("balance", "no answer")


async def test_a_records_system_that_is_away_ends_it() -> None:
    tools = Tools(OneOrder(OrderState.SHIPPED, None), {code: own.skills for code, own in PROMPTS.items()})
    actions = {**discover(), "action_tell_balance": away}
    assert await suggested(Unanswered(intents=["ask_balance", "ask_hours"], slots=KNOWN), actions, tools) == {
        "customer_id": "c-1001"
    }


async def test_who_does_not_know_the_token_is_told_nothing(options: ActionOptions) -> None:
    transport = httpx.ASGITransport(app=create_app(replace(options, token="right")))
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as http:
        answer = await http.post("/suggest", params={"token": "wrong"}, json={"intents": [], "slots": {}})
        assert answer.status_code == 401


async def test_a_question_of_the_table_is_suggested(client: httpx.AsyncClient) -> None:
    found = await asked(client, said=("اپراتور", "پارکینگ اختصاصی دارید"))
    assert found["intent"] == "faq" and "پشتِ ساختمان" in found["text"] and found["customer_id"] == "c-1001"
    assert "خَلْفَ المَبْنَى" in (await asked(client, language="ar", said=("هل عندكم موقف للسيارات",)))["text"]


async def test_one_that_is_surely_meant_comes_before_the_intents(client: httpx.AsyncClient) -> None:
    assert (await asked(client, "ask_balance", said=("پارکینگ دارید",)))["intent"] == "faq"
    assert (await asked(client, "ask_balance", said=("موجودی کارتم چقدره",)))["intent"] == "ask_balance"


async def test_one_that_is_near_comes_behind_them(client: httpx.AsyncClient) -> None:
    near = ("ببخشید شما دم مغازه‌تون پارکینگ هم دارید یا نه",)
    assert (await asked(client, said=near))["intent"] == "faq"
    assert (await asked(client, "ask_balance", said=near))["intent"] == "ask_balance"
