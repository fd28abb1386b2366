"""Orders: every state is told, late ones with an offer; strangers' orders stay private."""

import dataclasses
from datetime import date, datetime, time
from typing import Any

import httpx
import pytest

from bot.crm.model import Customer, Money, Order, OrderState
from bot.settings.skill_options import Company, CrmRules
from bot.skills.orders.orders import order_again, tell_order_status
from bot.skills.runtime.registry import Action, Tools
from bot.skills.runtime.server import ActionOptions, create_app
from bot.skills.runtime.tracker import parse_tracker
from tests.bot.skills.conftest import Ask
from tests.bot.skills.replies import HUMAN_LISTENS, custom, facts, slots, texts
from tests.shipped import PROMPTS

TEXTS = {code: own.skills for code, own in PROMPTS.items()}

STRANGER = {"customer_id": None, "caller_number": "09120000000"}

LINK = {"kind": "order", "key": "12345"}


async def test_the_status_reads_the_number_back_in_groups(ask: Ask) -> None:
    told = texts(await ask("action_tell_order_status", slots={"order_number": "12345"}))[0]
    assert told.startswith("سفارشِ شمارهٔ ۱۲ ۳۴۵ ارسال شده و در راه است. زمانِ تحویل ")


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
    assert "مَوْعِدُ التَّسْلِيم" in told


async def test_somebody_elses_order_is_not_told(ask: Ask) -> None:
    reply = await ask("action_tell_order_status", slots={"order_number": "23456"})
    assert custom(reply) == {"settled": False}  # nor linked
    assert "شخصِ دیگری" in texts(reply)[0]
    assert "اپراتور" in texts(reply)[0]
    assert "آماده" not in texts(reply)[0]


async def test_a_stranger_hears_nothing_of_an_order_and_is_offered_a_human(ask: Ask) -> None:
    reply = await ask("action_tell_order_status", slots={"order_number": "23456", **STRANGER})
    assert "آماده" not in texts(reply)[0]
    assert custom(reply) == {"settled": False, "expect": "yesno", "offer": "human", "reason": "asked_for_human"}
    assert HUMAN_LISTENS in reply["events"]


async def test_unless_the_company_wants_it(options: ActionOptions) -> None:
    open_shop = create_app(dataclasses.replace(options, rules=CrmRules(strangers_hear_orders=True)))
    tracker = {"slots": {"order_number": "23456", "customer_id": None}}
    body = {"next_action": "action_tell_order_status", "tracker": tracker}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=open_shop), base_url="http://t") as client:
        assert "آماده‌سازی" in texts((await client.post("/webhook", json=body)).json())[0]


@pytest.mark.parametrize(("number", "words"), [("99999", "۹۹ ۹۹۹"), (None, "پیدا نکردم")])
async def test_an_order_that_is_not_there(ask: Ask, number: str | None, words: str) -> None:
    assert words in texts(await ask("action_tell_order_status", slots={"order_number": number}))[0]


async def test_what_the_records_say_is_kept_for_the_agent(ask: Ask) -> None:
    state, delivery = facts(await ask("action_tell_order_status", slots={"order_number": "12345"}))
    assert state == {"name": "order", "value": "shipped", "about": "12345"}
    assert (delivery["name"], delivery["about"]) == ("delivery_date", "12345")
    assert date.fromisoformat(delivery["value"])


TODAY = date(2026, 11, 29)  # 8 Azar 1405, a Sunday


class OneOrder:
    """A CRM with one order of one customer."""

    def __init__(self, state: OrderState, delivery: date | None) -> None:
        self._order = Order("12345", "c-1001", state, delivery)

    async def customer_by_number(self, number: str) -> Customer | None:
        return None

    async def balance(self, customer_id: str) -> Money | None:
        return None

    async def order(self, order_number: str, customer_id: str | None = None) -> Order | None:
        return self._order if order_number == self._order.number else None


async def run(one: Action, crm: OneOrder, said: str = "", language: str = "fa", **more: object) -> dict[str, Any]:
    """`one` on 8 Azar 1405, for the order's owner."""
    slots = {"language": language, "customer_id": "c-1001", "order_number": "12345"} | more
    slots = dict.fromkeys(("told_order", "order_told")) | slots
    tracker = parse_tracker({"slots": slots, "latest_message": {"text": said, "intent": {"name": "ask_order_status"}}})
    company = Company({}, hours={}, address={})
    return (await one.run(tracker, Tools(crm, TEXTS, company, now=lambda: datetime.combine(TODAY, time(10))))).as_json()


@pytest.mark.parametrize("state", [OrderState.SHIPPED, OrderState.PREPARING, OrderState.REGISTERED])
@pytest.mark.parametrize(("language", "sorry"), [("fa", "متأسفم"), ("ar", "نَعْتَذِر")])
async def test_a_day_that_has_passed_is_late(state: OrderState, language: str, sorry: str) -> None:
    reply = await run(tell_order_status, OneOrder(state, date(2026, 11, 26)), language=language)
    assert sorry in texts(reply)[0]
    assert "زمانِ تحویل" not in texts(reply)[0]
    assert custom(reply).items() >= {"expect": "yesno", "offer": "human", "reason": "not_arrived", "link": LINK}.items()
    told = {fact["name"]: fact["value"] for fact in facts(reply)}
    assert told == {"order": state.value, "delivery_date": "2026-11-26", "delivery": "late"}
    assert slots(reply) == {"told_order": "12345", "order_told": True}


@pytest.mark.parametrize(
    ("state", "delivery", "words"),
    [
        (OrderState.SHIPPED, date(2026, 11, 30), "زمانِ تحویل دوشنبه ۹ آذر است"),
        (OrderState.SHIPPED, TODAY, "امروز"),
        (OrderState.SHIPPED, None, "در راه است."),
        (OrderState.DELIVERED, date(2026, 11, 26), "تاریخِ تحویل پنجشنبه ۵ آذر بوده است"),
        (OrderState.CANCELLED, date(2026, 11, 26), "لغو شده است."),
        (OrderState.RETURNED, date(2026, 11, 26), "برگشت خورده است."),
    ],
)
async def test_whatever_is_not_late(state: OrderState, delivery: date | None, words: str) -> None:
    reply = await run(tell_order_status, OneOrder(state, delivery))
    assert words in texts(reply)[0]
    assert "متأسفم" not in texts(reply)[0]
    assert custom(reply).keys() == {"link", "fact"}
    assert facts(reply)[0]["value"] == state.value
    over = state in (OrderState.CANCELLED, OrderState.RETURNED)
    assert len(facts(reply)) == (1 if over or delivery is None else 2)  # with the day of delivery


NOT_COME = [
    ("fa", "هنوز نرسیده"), ("fa", "نه تحویل ندادن"), ("fa", "من که چیزی نگرفتم"), ("fa", "نیومده هنوز"),
    ("fa", "به دستم نرسید"),
    ("fa", "تحویل نشده آقا"), ("ar", "ما وصلني شي"), ("ar", "لسا ما وصل"), ("ar", "لم يصلني شيء"), ("ar", "ما استلمت"),
    ("ar", "ما جاني شي"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said"), NOT_COME)
@pytest.mark.parametrize("state", [OrderState.DELIVERED, OrderState.SHIPPED])
async def test_an_order_that_was_told_and_has_not_come_is_for_a_human(
    language: str, said: str, state: OrderState
) -> None:
    order = OneOrder(state, date(2026, 11, 26))
    reply = await run(order_again, order, said, language, told_order="12345", order_told=True)
    assert custom(reply) == {"handoff": {"reason": "not_arrived", "skill": ""}}
    assert len(texts(reply)) == 1


async def test_what_is_in_time_is_on_its_way(ask: Ask) -> None:
    order = OneOrder(OrderState.SHIPPED, date(2026, 12, 1))
    reply = await run(order_again, order, "هنوز نرسیده", told_order="12345", order_told=True)
    assert custom(reply) == {"expect": "yesno", "offer": "human", "reason": "not_arrived"}


@pytest.mark.parametrize("said", ["سفارش دیگم کجاست", "یه سفارش دیگه هم دارم", "کی می‌رسه"])
async def test_another_order_is_asked_for(said: str) -> None:
    order = OneOrder(OrderState.DELIVERED, date(2026, 11, 26))
    reply = await run(order_again, order, said, told_order="12345", order_told=True)
    assert (slots(reply), reply["responses"]) == ({"order_answered": False}, [])
