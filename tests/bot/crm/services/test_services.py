"""The sample company's questions, each with what it must answer; and that nothing raises."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from bot.crm.services.model import FOUND, LATE, NONE, REFUSED, SEVERAL, Answer, Service
from bot.crm.services.services import Services
from bot.errors import CrmUnavailable
from tests.bot.crm.services.conftest import Written

SARA = {"customer_id": "c-1001"}
ASKED: list[tuple[str, Mapping[str, Any], str, Mapping[str, Any]]] = [
    ("customer_by_number", {"number": "0912 123 4567"}, FOUND, {"family_name": "محمدی", "customer_id": "c-1001"}),
    ("customer_by_number", {"number": "۰۲۱-۴۴۵۵۶۶۷۷"}, SEVERAL, {"customer_id": None}),
    ("customer_by_number", {"number": "09999999999"}, NONE, {"customer_id": None}),
    ("customer_by_number", {"number": "anonymous"}, REFUSED, {}),
    ("customer_by_national_id", {"national_id": "۰۰۷۳۱۲۴۵۸۳"}, FOUND, {"given_name": "سارا"}),
    ("verify_identity", {**SARA, "national_id": "0073124583", "birth_year": 1365}, FOUND, {}),
    ("verify_identity", {**SARA, "national_id": "0073124583", "birth_year": 1366}, NONE, {}),
    ("verify_pin", {**SARA, "pin": "1357"}, FOUND, {"customer_id": "c-1001"}),
    ("verify_pin", {**SARA, "pin": "1358"}, NONE, {}),
    ("verify_pin", {"customer_id": "c-1003", "pin": "1357"}, NONE, {}),
    ("balance", SARA, FOUND, {"balance": {"value": 2_500_000, "currency": "IRR"}}),
    ("balance", {"customer_id": "c-1006"}, NONE, {"balance": None}),
    ("balance", {"customer_id": "x' OR '1'='1"}, NONE, {"balance": None}),
    ("bill", SARA, FOUND, {"overdue": False, "amount": {"value": 1_840_000, "currency": "IRR"}}),
    ("bill", {"customer_id": "c-1002"}, FOUND, {"overdue": True}),
    ("bill", {"customer_id": "c-1004"}, NONE, {}),
    ("invoice", {**SARA, "invoice_number": "7001"}, FOUND, {"open": {"value": 0, "currency": "IRR"}}),
    ("invoice", {**SARA, "invoice_number": "7003"}, NONE, {}),
    ("payment_status", SARA, "received", {}),
    ("payment_status", {"customer_id": "c-1002"}, "pending", {}),
    ("payment_status", {"customer_id": "c-1003", "invoice_number": "7004"}, "failed", {}),
    ("payment_status", {**SARA, "invoice_number": "7002"}, NONE, {}),
    ("order_status", {**SARA, "order_number": "12345"}, FOUND, {"state": "shipped", "overdue": False}),
    ("order_status", {"customer_id": "c-1005", "order_number": "56789"}, FOUND, {"overdue": True}),
    ("order_status", {**SARA, "order_number": "23456"}, NONE, {"state": None}),
    ("product_by_name", {"name": "شارژر"}, FOUND, {"stock": 61}),
    ("product_by_name", {"name": "چای ساز"}, FOUND, {"product_name": "چای‌ساز"}),
    ("product_by_name", {"name": "گوشي"}, SEVERAL, {}),
    ("product_by_name", {"name": "شاحن", "language": "ar"}, FOUND, {"product_name": "شاحن"}),
    ("product_by_name", {"name": "%"}, SEVERAL, {}),
    ("branches_in_city", {"city": "تهران", "language": "fa"}, FOUND, {"branch_name": "شعبه آزادی", "km": 0}),
    ("branches_in_city", {"city": "كرج", "language": "fa"}, FOUND, {"branch_city": "تهران", "km": 40}),
    ("branches_in_city", {"city": "البصرة", "language": "ar"}, FOUND, {"branch_city": "الأهواز"}),
    ("branches_in_city", {"city": "زابل", "language": "fa"}, NONE, {}),
    ("directory_find", {"name": "حسابداري", "language": "fa"}, FOUND, {"extension": "203"}),
    ("directory_find", {"name": "صادقی", "language": "fa"}, SEVERAL, {}),
    ("appointment_free", {}, FOUND, {"time": "09:00"}),
    ("appointment_free", {"department": "dental"}, FOUND, {"with_whom": "دکتر بهرامی"}),
    ("appointment_free", {"day": "2020-01-01"}, NONE, {}),
    ("appointment_mine", SARA, FOUND, {"with_whom": "دکتر شریفی", "time": "09:30"}),
    ("appointment_mine", {"customer_id": "c-1002"}, NONE, {}),
]


@pytest.mark.parametrize(("name", "inputs", "outcome", "outputs"), ASKED)
async def test_a_question(
    services: Services, name: str, inputs: Mapping[str, Any], outcome: str, outputs: Mapping[str, Any]
) -> None:
    result = await services.call(name, inputs)
    assert result.outcome == outcome
    assert {key: result.outputs[key] for key in outputs} == outputs


async def test_several_are_told_apart_by_their_rows(services: Services) -> None:
    result = await services.call("customer_by_number", {"number": "02144556677"})
    assert [row["given_name"] for row in result.rows] == ["علی", "نرگس"]


async def test_what_is_private_and_when_it_opens(services: Services) -> None:
    result = await services.call("bill", SARA)
    assert result.private == {"amount", "due_date"}
    assert result.opens_at["amount"] == "number" and result.opens_at["overdue"] == "none"


async def test_the_hash_of_a_pin_is_never_told(services: Services) -> None:
    result = await services.call("verify_pin", {**SARA, "pin": "1357"})
    assert set(result.outputs) == {"customer_id"} and [set(row) for row in result.rows] == [{"customer_id"}]


async def test_an_appointment_is_never_on_a_friday_nor_taken(services: Services) -> None:
    rows = (await services.call("appointment_free", {"department": "dental"})).rows
    days = [date.fromisoformat(row["day"]) for row in rows]
    assert len(rows) == 4 and all(day > date.today() and day.weekday() != 4 for day in days)
    mine = (await services.call("appointment_mine", {"customer_id": "c-1003"})).outputs
    free = (await services.call("appointment_free", {"day": mine["day"]})).rows
    assert mine["slot_id"] not in {row["slot_id"] for row in free}


async def test_an_unknown_service_is_refused(services: Services, caplog: pytest.LogCaptureFixture) -> None:
    assert (await services.call("nosuch", {})).outcome == REFUSED
    assert "nosuch: there is none" in caplog.text


async def test_nothing_of_a_person_is_logged(services: Services, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await services.call("customer_by_number", {"number": "anonymous 5"})
    await services.call("verify_identity", {**SARA, "national_id": "00731x", "birth_year": 1365})
    assert "refused" in caplog.text and "00731" not in caplog.text and "c-1001" not in caplog.text


COLUMNS = """services:
  a:
    inputs: {customer_id: text}
    sql: SELECT %s FROM customers WHERE customer_id = :customer_id
    outputs: {x: %s}
    outcomes: {none: nobody, found: here}
"""


@pytest.mark.parametrize(
    ("column", "kind", "outcome", "logged"),
    [
        ("given_name AS x", "text", "here", ""),
        ("given_name", "text", REFUSED, "the answer has no 'x' for output 'x'"),
        ("given_name AS x", "date", REFUSED, "what stands in 'x' is no date"),
        ("nosuch AS x", "text", LATE, "no such column"),
    ],
)
async def test_a_column_that_does_not_fit(
    written: Written, url: str, caplog: pytest.LogCaptureFixture, column: str, kind: str, outcome: str, logged: str
) -> None:
    services = written.open(COLUMNS % (column, kind), url)
    assert (await services.call("a", SARA)).outcome == outcome
    assert logged in caplog.text and "سارا" not in caplog.text
    await services.close()


async def test_outcomes_have_the_companys_own_names(written: Written, url: str) -> None:
    services = written.open(COLUMNS % ("given_name AS x", "text"), url)
    assert (await services.call("a", {"customer_id": "z"})).outcome == "nobody"
    assert services.services["a"].outcomes == ("here", "nobody", SEVERAL, REFUSED, LATE)
    await services.close()


class Slow:
    """A source that answers or fails as it is told, and counts."""

    def __init__(self) -> None:
        self.asked = 0
        self.waits_s = 0.0
        self.broken = False

    async def ask(self, service: Service, inputs: Mapping[str, Any]) -> Answer:
        self.asked += 1
        await asyncio.sleep(self.waits_s)
        if self.broken:
            raise CrmUnavailable(service.name, "away")
        return Answer([{"x": self.asked}])

    async def close(self) -> None:
        pass


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def slow(written: Written, url: str, more: str = "") -> tuple[Services, Slow, Clock]:
    opened = written.open(COLUMNS % ("x", "number") + more, url)
    source, clock = Slow(), Clock()
    await opened.close()
    return Services(opened.services, {"crm": source}, clock=clock), source, clock


async def test_no_answer_in_time_is_late_and_not_nobody(written: Written, url: str) -> None:
    services, source, _ = await slow(written, url, "    budget_ms: 50\n")
    source.waits_s = 5
    assert (await services.call("a", SARA)).outcome == LATE


async def test_a_source_that_is_away_is_left_alone_for_a_while(written: Written, url: str) -> None:
    services, source, clock = await slow(written, url)
    source.broken = True
    assert [(await services.call("a", SARA)).outcome for _ in range(6)] == [LATE] * 6
    assert source.asked == 3
    source.broken, clock.now = False, 11.0
    assert (await services.call("a", SARA)).outcome == "here"


async def test_an_answer_is_kept_as_long_as_it_may_be(written: Written, url: str) -> None:
    services, source, clock = await slow(written, url, "    keep_s: 60\n")
    assert (await services.call("a", SARA)).outputs == {"x": 1}
    clock.now = 59.0
    again = await services.call("a", SARA)
    assert again.outputs == {"x": 1} and again.age_s == 59.0
    assert (await services.call("a", {"customer_id": "c-1002"})).outputs == {"x": 2}
    clock.now = 61.0
    assert (await services.call("a", SARA)).outputs == {"x": 3}
    assert source.asked == 3


async def test_today_is_the_day_of_the_call(url: str, services: Services) -> None:
    later = Services(services.services, services._sources, today=lambda: date.today() + timedelta(days=30))
    assert (await later.call("bill", SARA)).outputs["overdue"] is True
