"""The Hatef that runs ends what waited for a call, and survives a database that is away."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.erasing.person import person
from bot.journal.reader import JournalReader
from bot.service import erasing
from bot.service.erasing import finish_erasures, open_eraser
from bot.settings.settings import load_settings
from bot.store.database import open_database
from tests.bot.erasing.life import HIS, Life


async def test_it_is_done_a_moment_after_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(erasing, "LOOK_S", 0.02)
    (tmp_path / "config.yml").write_text("language: fa\n", encoding="utf-8")
    settings = load_settings(tmp_path / "config.yml")
    engine = open_database(settings.database_url(settings.journal.url))
    life = Life(settings.state, engine)
    life.call("on", HIS, ended=False)
    assert open_eraser(settings, engine).erase(person(HIS)).live == 1
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE erasures RENAME TO away"))
    task = asyncio.create_task(finish_erasures(settings, engine))
    while "tried again later" not in caplog.text:
        await asyncio.sleep(0.01)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO erasures"))
    assert JournalReader(engine).call("on") is not None
    await asyncio.to_thread(life.ends, "on")
    while JournalReader(engine).call("on") is not None:
        await asyncio.sleep(0.01)
    task.cancel()
    engine.dispose()
