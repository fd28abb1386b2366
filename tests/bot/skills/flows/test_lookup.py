"""The shipped flows on the sample company: facts looked up without a line of Python, in both languages."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.crm.sample import build_sample
from bot.crm.services.model import DEFAULT_SOURCE
from bot.crm.services.opening import open_services
from bot.crm.services.services import Services
from bot.crm.sql import SqliteCrm
from bot.prompts.load import SHIPPED
from bot.skills.flows.in_use import load_flows
from bot.skills.flows.run import take_turn
from bot.skills.runtime.registry import Tools, discover
from bot.skills.runtime.server import SAMPLE_FILE
from bot.skills.runtime.tracker import parse_tracker
from tests.shipped import PROMPTS

TEXTS = {code: own.skills for code, own in PROMPTS.items()}
MORE = "utter_anything_else"
SARA, ALI, MARYAM, STRANGER = "09121234567", "09351112233", "09133334455", "09999999999"


class Call:
    """One caller; his slots are kept between his turns."""

    def __init__(self, tools: Tools, number: str, language: str = "fa") -> None:
        self.tools = tools
        self.slots: dict[str, Any] = {"caller_number": number, "language": language}

    async def says(self, text: str, intent: str = "inform", turn: str = "") -> list[dict[str, Any]]:
        """What the bot answers, as Rasa gets it; `turn` is Rasa's id of the message."""
        heard = {"text": text, "intent": {"name": intent, "confidence": 1.0}}
        said = [{"event": "user", "text": text, "message_id": turn}]
        tracker = parse_tracker({"slots": self.slots, "latest_message": heard, "events": said, "sender_id": "call-1"})
        answer = (await take_turn.run(tracker, self.tools)).as_json()
        self.slots |= {one["name"]: one["value"] for one in answer["events"] if one["event"] == "slot"}
        return [one for one in answer["responses"] if "custom" not in one]

    async def hears(self, text: str, intent: str = "inform") -> list[str]:
        """The names of the responses, or the words of what has none."""
        return [str(one.get("response") or one["text"]) for one in await self.says(text, intent)]


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    url = f"sqlite:///{tmp_path}/crm.db"
    build_sample(url, SAMPLE_FILE)
    opened = open_services(SHIPPED, {DEFAULT_SOURCE: url})
    yield opened
    await opened.close()


@pytest.fixture
def tools(services: Services, tmp_path: Path) -> Tools:
    flows = load_flows(SHIPPED, services.services)
    crm = SqliteCrm(f"sqlite:///{tmp_path}/crm.db")
    return Tools(crm, TEXTS, services=services, flows=flows, actions=discover(), now=datetime.now)


@pytest.mark.parametrize(
    ("number", "intent", "said"),
    [
        (SARA, "ask_bill", ["utter_bill", MORE]),
        (ALI, "ask_bill", ["utter_bill_overdue"]),
        ("09124445566", "ask_bill", ["utter_no_bill", MORE]),
        (STRANGER, "ask_bill", ["utter_account_stranger"]),
        (SARA, "ask_payment", ["utter_payment_received", MORE]),
        (ALI, "ask_payment", ["utter_payment_pending", MORE]),
        (MARYAM, "ask_payment", ["utter_payment_failed"]),
        (STRANGER, "ask_payment", ["utter_account_stranger"]),
        (SARA, "appointment_ask", ["utter_appointment", MORE]),
        (ALI, "appointment_ask", ["utter_no_appointment"]),
        (STRANGER, "appointment_ask", ["utter_account_stranger"]),
    ],
)
@pytest.mark.parametrize("language", ["fa", "ar"])
async def test_a_fact_is_told_to_whom_it_belongs(
    tools: Tools, language: str, number: str, intent: str, said: list[str]
) -> None:
    assert await Call(tools, number, language).hears("…", intent) == said


async def test_amounts_and_days_are_said_as_people_say_them(tools: Tools) -> None:
    (bill, _) = await Call(tools, SARA).says("قبضم چقدره", "ask_bill")
    assert bill["amount"] == "۱۸۴ هزار تومان"
    assert "-" not in bill["due_date"]


async def test_the_human_who_takes_over_knows_what_was_told(tools: Tools) -> None:
    tracker = parse_tracker(
        {"slots": {"caller_number": SARA}, "latest_message": {"text": "…", "intent": {"name": "ask_bill"}}}
    )
    answer = await take_turn.run(tracker, tools)
    told = [one["custom"]["fact"] for one in answer.responses if "fact" in one.get("custom", {})]
    assert {"name": "amount", "value": "1840000 IRR", "about": "bill"} in told


async def test_a_branch_in_the_city_or_the_nearest(tools: Tools) -> None:
    call = Call(tools, STRANGER)
    assert await call.hears("نزدیک‌ترین شعبه", "ask_branch") == ["utter_ask_city"]
    assert await call.hears("اصفهان") == ["utter_branch", MORE]
    assert await call.hears("شعبه تهران کجاست", "ask_branch") == ["utter_branch", MORE]


async def test_a_price_by_the_product_s_name(tools: Tools) -> None:
    call = Call(tools, STRANGER)
    assert await call.hears("قیمت", "ask_price") == ["utter_ask_product"]
    assert await call.hears("شارژر") == ["utter_price", MORE]
    await call.says("قیمت", "ask_price")
    assert await call.hears("زیردریایی") == ["utter_product_unknown"]


async def test_an_order_is_cancelled_only_after_a_yes_and_only_once(tools: Tools) -> None:
    call = Call(tools, MARYAM)
    assert await call.hears("سفارش سه چهار پنج شش هفت رو لغو کن", "order_cancel") == ["utter_ask_cancel_sure"]
    assert await call.hears("نه", "deny") == ["utter_order_kept", MORE]
    await call.says("سفارش سه چهار پنج شش هفت رو لغو کن", "order_cancel")
    assert await call.hears("بله", "affirm") == ["utter_order_cancelled", MORE]
    await call.says("سفارش سه چهار پنج شش هفت رو لغو کن", "order_cancel")
    assert await call.hears("بله", "affirm") == ["utter_cancel_too_late"]


async def test_a_question_in_between_does_not_lose_the_order(tools: Tools) -> None:
    call = Call(tools, MARYAM)
    await call.says("سفارش سه چهار پنج شش هفت رو لغو کن", "order_cancel")
    assert await call.hears("قبضم چقدره", "ask_bill") == ["utter_bill", "utter_ask_cancel_sure"]
    assert await call.hears("بله", "affirm") == ["utter_order_cancelled", MORE]


async def test_an_appointment_is_chosen_among_the_free_ones_and_booked_once(tools: Tools) -> None:
    call = Call(tools, ALI)
    (question,) = await call.says("نوبت می‌خوام", "appointment_book")
    assert question["response"] == "utter_ask_visit"
    assert question["rows"].startswith("۱، ") and "؛ ۴، " in question["rows"]
    assert "-" not in question["rows"]
    assert await call.hears("دومی") == ["utter_confirm_visit"]
    assert await call.hears("بله", "affirm") == ["utter_appointment_booked", MORE]
    assert await call.hears("نوبتم کیه", "appointment_ask") == ["utter_appointment", MORE]
    again = Call(tools, MARYAM)
    (left,) = await again.says("نوبت می‌خوام", "appointment_book")
    assert left["rows"] != question["rows"]


async def test_a_fault_gets_a_ticket_whose_number_is_real(tools: Tools) -> None:
    call = Call(tools, SARA)
    assert await call.hears("برقمون رفته", "report_fault") == ["utter_ask_words"]
    ticket, _ = await call.says("از صبح خیابان آزادی برق قطع است", "report_fault")
    assert ticket["response"] == "utter_fault_ticket"
    assert call.slots["ticket_number"].isdecimal()


async def test_a_turn_that_comes_twice_writes_once(tools: Tools) -> None:
    numbers = []
    for _ in range(2):
        call = Call(tools, SARA)
        await call.says("برقمون رفته", "report_fault", "m-1")
        await call.says("از صبح برق قطع است", turn="m-2")
        numbers.append(call.slots["ticket_number"])
    await call.says("آب هم قطع است", "report_fault", "m-3")
    await call.says("آب قطع است", turn="m-4")
    assert numbers[0] == numbers[1] != call.slots["ticket_number"]


async def test_records_that_are_away_bring_a_human_and_an_apology(tools: Tools, tmp_path: Path) -> None:
    call = Call(tools, SARA)
    call.slots["customer_id"] = "c-1001"
    (tmp_path / "crm.db").unlink()
    assert await call.hears("قبضم چقدره", "ask_bill") == [TEXTS["fa"].crm_down]
    assert call.slots["flow"] is None


async def test_what_needs_a_surer_caller_is_not_told(tools: Tools) -> None:
    call = Call(tools, SARA)
    call.slots |= {"customer_id": "c-1001", "verified": "none"}
    assert await call.hears("قبضم چقدره", "ask_bill") == ["utter_needs_identity"]
    assert (call.slots["outcome"], call.slots["amount"]) == ("closed", None)
