"""A balance is told to its owner only, with its unit."""

import pytest

from tests.bot.skills.conftest import Ask
from tests.bot.skills.replies import HUMAN_LISTENS, custom, texts


async def test_the_balance_of_the_demo_caller(ask: Ask) -> None:
    assert texts(await ask("action_tell_balance")) == ["موجودیِ حسابِ شما ۲۵۰ هزار تومان است."]


async def test_in_arabic(ask: Ask) -> None:
    assert "٢٥٠ ألف تومان" in texts(await ask("action_tell_balance", slots={"language": "ar"}))[0]


@pytest.mark.parametrize("customer_id", [None, ""])
async def test_a_stranger_hears_none(ask: Ask, customer_id: str | None) -> None:
    told = texts(await ask("action_tell_balance", slots={"customer_id": customer_id, "caller_number": "09120000000"}))[
        0
    ]
    assert "تومان" not in told
    assert "اپراتور" in told


async def test_a_customer_without_an_account(ask: Ask) -> None:
    assert "ثبت نشده" in texts(await ask("action_tell_balance", slots={"customer_id": "c-1006"}))[0]


@pytest.mark.usefixtures("no_crm")
async def test_without_the_crm_an_apology_and_a_human(ask: Ask) -> None:
    reply = await ask("action_tell_balance")
    assert texts(reply)[0].startswith("ببخشید")
    assert custom(reply) == {"handoff": {"reason": "crm_unavailable", "skill": ""}}
    assert HUMAN_LISTENS in reply["events"]
