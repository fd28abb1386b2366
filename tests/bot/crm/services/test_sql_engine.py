"""What services write: once, whole or not at all, and only those that say so."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.crm.services.model import FOUND, NONE, REFUSED, Service
from bot.crm.services.services import Services
from bot.crm.services.sql_engine import reading, writing
from tests.bot.crm.services.conftest import Written

SARA = {"customer_id": "c-1001"}
MARYAM = {"customer_id": "c-1003"}


def count(url: str, what: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        number = connection.scalar(text(f"SELECT COUNT(*) FROM {what}"))
    engine.dispose()
    return int(number or 0)


# In this order a server takes all of them, one after another.
WISHES: list[tuple[str, Mapping[str, Any], str, Mapping[str, Any]]] = [
    ("order_cancel", {**SARA, "order_number": "12345"}, "too_late", {"state": None}),
    ("order_cancel", {**SARA, "order_number": "34567"}, "too_late", {}),
    ("order_change", {**MARYAM, "order_number": "34567", "words": "دو تا"}, FOUND, {"ticket_number": "40118"}),
    ("order_change", {**SARA, "order_number": "12345", "words": "دو تا"}, "too_late", {}),
    ("order_new", {**SARA, "product_id": "p-6", "quantity": 2}, FOUND, {"order_number": "78902"}),
    ("order_new", {**SARA, "product_id": "p-2", "quantity": 1}, "out_of_stock", {}),
    ("order_new", {**SARA, "product_id": "p-6", "quantity": -1}, "out_of_stock", {}),
    ("order_new", {**SARA, "product_id": "p-6", "quantity": 1, "address": "آزادی"}, FOUND, {}),
    ("appointment_book", {**SARA, "slot_id": "x"}, "taken", {"appointment_id": None}),
    ("appointment_cancel", {**MARYAM, "appointment_id": 2}, FOUND, {"state": "cancelled"}),
    ("appointment_cancel", {**SARA, "appointment_id": 2}, NONE, {}),
    ("ticket_new", {"category": "complaint", "words": "'); DROP TABLE tickets; --"}, FOUND, {"ticket_number": "40118"}),
    ("fault_report", {"words": "قطع", "number": "0912 1234567"}, FOUND, {}),
    ("return_request", {**SARA, "order_number": "12346"}, FOUND, {}),
    ("return_request", {**SARA, "order_number": "12345"}, "not_delivered", {}),
    ("callback_request", {"number": "09121234567"}, FOUND, {}),
    ("survey_result", {"score": 5}, FOUND, {}),
    ("order_cancel", {**MARYAM, "order_number": "34567"}, FOUND, {"state": "cancelled"}),
]


@pytest.mark.parametrize(("name", "inputs", "outcome", "outputs"), WISHES)
async def test_a_wish(
    services: Services, name: str, inputs: Mapping[str, Any], outcome: str, outputs: Mapping[str, Any]
) -> None:
    result = await services.call(name, inputs)
    assert result.outcome == outcome
    assert {key: result.outputs[key] for key in outputs} == outputs


def test_every_service_that_writes_is_tried(shipped: Mapping[str, Service]) -> None:
    writing_ones = {name for name, one in shipped.items() if one.writes}
    assert writing_ones == {name for name, *_ in WISHES} | {"appointment_move"}


@pytest.mark.parametrize(
    ("name", "inputs"), [(name, inputs) for name, inputs, outcome, _ in WISHES if outcome == FOUND]
)
async def test_the_same_wish_is_done_once(services: Services, url: str, name: str, inputs: Mapping[str, Any]) -> None:
    first = await services.call(name, inputs, key="k")
    again = await services.call(name, inputs, key="k")
    assert again == first and first.outcome == FOUND
    assert count(url, "tickets WHERE request_key = 'k'") + count(url, "requests WHERE request_key = 'k'") == 1


async def test_what_comes_to_nothing_leaves_nothing(services: Services, url: str) -> None:
    await services.call("order_new", {**SARA, "product_id": "p-2", "quantity": 1})
    assert count(url, "requests") == 0 and count(url, "orders") == 11


async def test_an_order_takes_from_the_stock_and_can_be_asked_for(services: Services) -> None:
    ordered = await services.call("order_new", {**SARA, "product_id": "p-6", "quantity": 2})
    assert ordered.outputs["total"] == {"value": 2_900_000, "currency": "IRR"}
    asked = {**SARA, "order_number": ordered.outputs["order_number"]}
    assert (await services.call("order_status", asked)).outputs["state"] == "registered"
    assert (await services.call("product_by_name", {"name": "شارژر"})).outputs["stock"] == 59


async def test_a_slot_is_given_once_and_free_again_when_it_is_moved(services: Services) -> None:
    first, second = [row["slot_id"] for row in (await services.call("appointment_free", {})).rows[:2]]
    booked = await services.call("appointment_book", {**SARA, "slot_id": first})
    assert booked.outcome == FOUND and booked.outputs["time"] == "09:00"
    assert (await services.call("appointment_book", {**MARYAM, "slot_id": first})).outcome == "taken"
    moving = {**SARA, "appointment_id": booked.outputs["appointment_id"]}
    assert (await services.call("appointment_move", {**moving, "slot_id": first})).outcome == "taken"
    assert (
        await services.call("appointment_move", {**MARYAM, **moving, **MARYAM, "slot_id": second})
    ).outcome == "taken"
    assert (await services.call("appointment_move", {**moving, "slot_id": second})).outcome == FOUND
    assert (await services.call("appointment_book", {**MARYAM, "slot_id": first})).outcome == FOUND


async def test_two_at_once_get_one_slot(services: Services) -> None:
    slot = (await services.call("appointment_free", {})).outputs["slot_id"]
    who = [{"customer_id": f"c-100{number}", "slot_id": slot} for number in range(1, 5)]
    outcomes = [one.outcome for one in await asyncio.gather(*(services.call("appointment_book", one) for one in who))]
    assert sorted(outcomes) == [FOUND, "taken", "taken", "taken"]


async def test_a_rule_of_the_database_refuses(written: Written, url: str) -> None:
    told = """services:
  a:
    inputs: {x: text}
    writes: INSERT INTO requests (request_key, what, record) VALUES (:key, NULL, :x)
    sql: SELECT record AS x FROM requests WHERE request_key = :key
    outputs: {x: text}
"""
    services = written.open(told, url)
    assert (await services.call("a", {"x": "1"})).outcome == REFUSED
    await services.close()


def test_one_engine_reads_and_the_other_makes_no_file(url: str, tmp_path: Any) -> None:
    reader = reading(url, 100, 1)
    with reader.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(text("DELETE FROM customers"))
    reader.dispose()
    writer = writing(f"sqlite:///{tmp_path}/none.db", 100)
    with pytest.raises(Exception, match="unable to open"):
        writer.connect()
    assert not (tmp_path / "none.db").exists()
    writer.dispose()
