"""A caller whom the greeting missed is found when it matters; a CRM that is still away is apologised for."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot.skills.conftest import Ask
from tests.bot.skills.replies import HUMAN_LISTENS, custom, slots, texts

NOT_FOUND = "پیدا نکردم"


@contextmanager
def away(crm: Path) -> Iterator[None]:
    """The CRM is away for a moment."""
    crm.rename(crm.with_suffix(".away"))
    yield
    crm.with_suffix(".away").rename(crm)


async def miss_the_greeting(ask: Ask, crm: Path) -> None:
    with away(crm):
        assert slots(await ask("action_greet_caller", slots={"customer_id": None})) == {}


async def test_a_caller_missed_by_the_greeting_hears_the_balance(ask: Ask, tmp_path: Path) -> None:
    await miss_the_greeting(ask, tmp_path / "crm.db")
    reply = await ask("action_tell_balance", slots={"customer_id": None})
    assert texts(reply) == ["موجودیِ حسابِ شما ۲۵۰ هزار تومان است."]
    assert slots(reply) == {"customer_id": "c-1001", "caller_name": "خانم سارا محمدی"}


@pytest.mark.parametrize(("order", "own"), [("12345", True), ("23456", False)])
async def test_a_caller_missed_by_the_greeting_hears_of_the_own_order_only(
    ask: Ask, tmp_path: Path, order: str, own: bool
) -> None:
    await miss_the_greeting(ask, tmp_path / "crm.db")
    reply = await ask("action_tell_order_status", slots={"customer_id": None, "order_number": order})
    told = await ask("action_tell_order_status", slots={"order_number": order})
    assert texts(reply) == texts(told)
    assert ("شخصِ دیگری" in texts(reply)[0]) != own


def broken(path: Path, how: str) -> None:
    path.unlink()
    if how == "empty":
        path.touch()
    elif how == "garbage":
        path.write_bytes(b"this is a letter, not a database" * 40)
    elif how == "folder":
        path.mkdir()


@pytest.mark.parametrize("how", ["missing", "empty", "garbage", "folder"])
@pytest.mark.parametrize("action", ["action_tell_balance", "action_tell_order_status"])
async def test_while_the_crm_is_away_nobody_is_told_to_be_unknown(
    ask: Ask, tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str, action: str
) -> None:
    broken(tmp_path / "crm.db", how)
    stranger = {"customer_id": None, "order_number": "12345"}
    with caplog.at_level(logging.WARNING):
        greeting = await ask("action_greet_caller", slots=stranger)
    assert len(caplog.records) == 1
    assert "09121234567" not in caplog.text
    assert NOT_FOUND not in texts(greeting)[0]
    reply = await ask(action, slots=stranger)
    assert texts(reply)[0].startswith("ببخشید")
    assert custom(reply) == {"handoff": {"reason": "crm_unavailable", "skill": ""}}
    assert HUMAN_LISTENS in reply["events"]


async def test_who_is_really_unknown_is_told_so(ask: Ask) -> None:
    reply = await ask("action_tell_balance", slots={"customer_id": None, "caller_number": "09120000000"})
    assert NOT_FOUND in texts(reply)[0]
    assert slots(reply) == {}
