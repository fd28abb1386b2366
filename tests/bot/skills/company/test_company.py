"""Hours and address come from the settings, in the caller's language where they are given in it."""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.prompts.load import SHIPPED
from bot.settings.skill_options import Company
from bot.skills.runtime.server import ActionOptions, create_app
from tests.bot.skills.conftest import SLOTS, Ask
from tests.bot.skills.replies import texts


def asked(text: str) -> dict[str, Any]:
    return {"latest_message": {"text": text, "intent": {"name": "ask_hours"}}}


async def told(options: ActionOptions, text: str = "", action: str = "action_tell_hours") -> str:
    transport = httpx.ASGITransport(app=create_app(options))
    tracker = {"slots": {**SLOTS, "caller_number": "1"}, **asked(text)}
    body = {"next_action": action, "tracker": tracker}
    async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
        return " ".join(texts((await client.post("/webhook", json=body)).json()))


async def test_the_week(ask: Ask) -> None:
    (week,) = texts(await ask("action_tell_hours", **asked("ساعت کاری")))
    assert week.startswith("ما شنبه تا چهارشنبه از ساعتِ ۰۸:۰۰ تا ۱۷:۰۰ و پنجشنبه")


async def test_yes_or_no_to_who_asks_for_it(ask: Ask) -> None:
    assert texts(await ask("action_tell_hours", **asked("الان بازید"))) == ["بله، اکنون باز هستیم، تا ساعتِ ۱۷:۰۰."]
    arabic = await ask("action_tell_hours", slots={"language": "ar"}, **asked("يوم الجمعة تفتحون"))
    assert texts(arabic)[0].startswith("لَا، لَدَيْنَا عُطْلَةٌ")


@pytest.mark.parametrize(
    ("company", "week", "now"),
    [
        (Company(open=("sat-fri 08:00-09:00",), hours={"fa": "هر روز صبح"}), "ما هر روز صبح پاسخگوی", "نه، اکنون"),
        (Company(hours={"fa": "هر روز صبح"}), "ما هر روز صبح پاسخگوی", "ما هر روز صبح پاسخگوی"),
    ],
)
async def test_a_text_of_ones_own(options: ActionOptions, company: Company, week: str, now: str) -> None:
    own = replace(options, company=company)
    assert (await told(own, "ساعت کاری")).startswith(week)
    assert (await told(own, "الان بازید")).startswith(now)


async def test_holidays_of_the_data_folder_count(options: ActionOptions) -> None:
    nowruz = replace(options, now=lambda: datetime(2027, 3, 21, 10))
    assert (await told(nowruz, "امروز بازید")).startswith("نه، امروز بسته‌ایم.")


async def test_the_message_of_a_special_day_is_told_at_the_greeting(options: ActionOptions, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "prompts", tmp_path / "data" / "prompts")
    rows = "from,message_fa,message_ar\n1405-09-09,امروز جابه‌جا می‌شویم.,نَنْتَقِلُ اليَوْم.\n"
    (tmp_path / "data" / "holidays.csv").write_text(rows, encoding="utf-8")
    moving = replace(options, data=tmp_path / "data")
    assert (await told(moving, action="action_greet_caller")).endswith("امروز جابه‌جا می‌شویم.")
    later = replace(moving, now=lambda: datetime(2026, 12, 1, 10))
    assert "جابه‌جا" not in await told(later, action="action_greet_caller")


async def test_address_by_language(ask: Ask) -> None:
    assert "تهران، خیابان آزادی" in texts(await ask("action_tell_address"))[0]
    assert "طهران، شارع آزادي" in texts(await ask("action_tell_address", slots={"language": "ar"}))[0]
