"""Orders: the reading that exists wins, a second bad number brings a human, strangers' orders stay private."""

import dataclasses
from datetime import date
from typing import Any

import httpx
import pytest

from bot.actions.orders import order_again, tell_order_status
from bot.actions.registry import Action, Company, Tools
from bot.actions.server import ActionOptions, create_app
from bot.actions.texts import load_texts
from bot.actions.tracker import parse_tracker
from bot.crm.model import Customer, Money, Order, OrderState
from tests.bot.actions.conftest import SLOTS, Ask
from tests.bot.actions.replies import HUMAN_LISTENS, custom, slots, texts

STRANGER = {"customer_id": None, "caller_number": "09120000000"}


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
    assert custom(question) == {"expect": "digits"}
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
    assert custom(first) == custom(second) == custom(waiting) == {"expect": "digits"}


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
    assert "شخصِ دیگری" in texts(reply)[0]
    assert "اپراتور" in texts(reply)[0]
    assert "آماده" not in texts(reply)[0]


async def test_a_stranger_hears_nothing_of_an_order_and_is_offered_a_human(ask: Ask) -> None:
    reply = await ask("action_tell_order_status", slots={"order_number": "23456", **STRANGER})
    assert "آماده" not in texts(reply)[0]
    assert custom(reply) == {"expect": "yesno", "offer": "human"}
    assert HUMAN_LISTENS in reply["events"]


async def test_unless_the_company_wants_it(options: ActionOptions) -> None:
    open_shop = create_app(dataclasses.replace(options, strangers_hear_orders=True))
    tracker = {"slots": {"order_number": "23456", "customer_id": None}}
    body = {"next_action": "action_tell_order_status", "tracker": tracker}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=open_shop), base_url="http://t") as client:
        assert "آماده‌سازی" in texts((await client.post("/webhook", json=body)).json())[0]


@pytest.mark.parametrize(("number", "words"), [("99999", "پیدا نکردم"), (None, "پنج رقم")])
async def test_an_order_that_is_not_there(ask: Ask, number: str | None, words: str) -> None:
    assert words in texts(await ask("action_tell_order_status", slots={"order_number": number}))[0]


async def test_the_state_is_kept_for_the_agent_where_the_domain_has_a_slot(ask: Ask) -> None:
    reply = await ask("action_tell_order_status", slots={"order_number": "12345", "order_state": None})
    assert slots(reply) == {"order_state": "shipped"}


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
    slots = dict.fromkeys(("told_order", "order_told", "order_state")) | slots
    tracker = parse_tracker({"slots": slots, "latest_message": {"text": said, "intent": {"name": "ask_order_status"}}})
    company = Company({}, {}, {})
    return (await one.run(tracker, Tools(crm, load_texts(), company, today=lambda: TODAY))).as_json()


@pytest.mark.parametrize("state", [OrderState.SHIPPED, OrderState.PREPARING, OrderState.REGISTERED])
@pytest.mark.parametrize(("language", "sorry"), [("fa", "متأسفم"), ("ar", "نَعْتَذِر")])
async def test_a_day_that_has_passed_is_late(state: OrderState, language: str, sorry: str) -> None:
    reply = await run(tell_order_status, OneOrder(state, date(2026, 11, 26)), language=language)
    assert sorry in texts(reply)[0]
    assert "زمانِ تحویل" not in texts(reply)[0]
    assert custom(reply) == {"expect": "yesno", "offer": "human"}
    assert slots(reply) == {"order_state": "late", "told_order": "12345", "order_told": True}


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
    assert custom(reply) == {}
    assert slots(reply)["order_state"] == state.value


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
    assert custom(reply) == {"expect": "yesno", "offer": "human"}


@pytest.mark.parametrize("said", ["سفارش دیگم کجاست", "یه سفارش دیگه هم دارم", "کی می‌رسه"])
async def test_another_order_is_asked_for(said: str) -> None:
    order = OneOrder(OrderState.DELIVERED, date(2026, 11, 26))
    reply = await run(order_again, order, said, told_order="12345", order_told=True)
    assert reply == {"events": [{"event": "followup", "name": "order_form"}], "responses": []}
