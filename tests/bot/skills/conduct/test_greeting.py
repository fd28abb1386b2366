"""The caller is greeted by name, or kindly without one."""

import sqlite3
from pathlib import Path

import pytest

from tests.bot.skills.conftest import Ask
from tests.bot.skills.replies import custom, slots, texts


async def test_a_known_caller_is_greeted_by_name(ask: Ask) -> None:
    reply = await ask("action_greet_caller")
    assert texts(reply) == ["سلام خانم محمدی. به فروشگاه نمونه خوش آمدید. چه کمکی از من برمی‌آید؟"]
    assert slots(reply) == {"caller_name": "خانم سارا محمدی", "customer_id": "c-1001", "language": "fa"}


@pytest.mark.parametrize("number", ["09120000000", "anonymous", None])
async def test_a_stranger_is_told_what_can_be_asked(ask: Ask, number: str | None) -> None:
    reply = await ask("action_greet_caller", slots={"caller_number": number})
    assert "فروشگاه نمونه" in texts(reply)[0]
    assert "اپراتور" in texts(reply)[0]
    assert slots(reply) == {}


async def test_in_arabic(ask: Ask) -> None:
    reply = await ask("action_greet_caller", slots={"language": "ar", "caller_number": "+9647701234567"})
    assert "يا سيد الساعدي" in texts(reply)[0]
    assert "المتجر النموذجي" in texts(reply)[0]


@pytest.mark.parametrize(
    ("row", "greeting"),
    [
        ({"title": ""}, "سلام محمدی."),
        ({"family_name": ""}, "سلام خانم سارا."),
        ({"given_name": "", "family_name": ""}, "سلام. به"),
        ({"title": "", "given_name": "", "family_name": ""}, "سلام. به"),
    ],
)
async def test_a_customer_whose_names_are_missing_is_greeted_without_them(
    ask: Ask, tmp_path: Path, row: dict[str, str], greeting: str
) -> None:
    connection = sqlite3.connect(tmp_path / "crm.db")
    for column, value in row.items():
        connection.execute(f"UPDATE customers SET {column} = ? WHERE customer_id = 'c-1001'", (value,))
    connection.commit()
    connection.close()
    reply = await ask("action_greet_caller")
    assert texts(reply)[0].startswith(greeting)
    assert slots(reply)["customer_id"] == "c-1001"
    assert "None" not in str(reply)


@pytest.mark.usefixtures("no_crm")
async def test_without_the_crm_the_greeting_only_lacks_the_name(ask: Ask) -> None:
    reply = await ask("action_greet_caller")
    assert "خوش آمدید" in texts(reply)[0]
    assert custom(reply) == {}
