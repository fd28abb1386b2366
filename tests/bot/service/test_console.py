"""The console beside the telephone: kept, asked, and missed by no call."""

import asyncio
import logging
import os
import signal
import socket
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.errors import StartError
from bot.service.console import Console, open_console
from bot.settings.secrets import Secrets
from bot.settings.sections import ConsoleSection
from bot.settings.settings import Settings, load_settings

NONE = Secrets()


def told(folder: Path, text: str, secrets: Secrets = NONE) -> Settings:
    (folder / "config.yml").write_text(text, encoding="utf-8")
    return load_settings(folder / "config.yml", secrets)


async def up(console: Console | None, before: int | None = None) -> Console:
    """Once another process than `before` has answered."""
    assert console is not None
    while console.child.ready_pid in (None, before):
        await asyncio.sleep(0.01)
    return console


async def test_it_is_not_waited_for_and_comes_back_when_it_is_killed(tmp_path: Path) -> None:
    settings = told(tmp_path, "console: {port: 0}\n", Secrets(api_token="desk:" + "d" * 32))
    began_s = time.monotonic()
    async with open_console(settings, settings.file) as opened:
        assert time.monotonic() - began_s < 1, "its process takes longer than that to load"
        console = await up(opened)
        first = console.child.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await up(console, first)
        async with httpx.AsyncClient(base_url=console.url, trust_env=False) as http:
            assert (await http.get("/health")).json() == {"status": "ok"}
            opens = {"Authorization": "Bearer " + "d" * 32}
            assert (await http.get("/api/v1/handoffs/ffffffffffff", headers=opens)).status_code != 401
    assert console.child.pid is None


async def test_one_that_hangs_is_ended_and_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.console.EVERY_S", 0.05)
    settings = told(tmp_path, "console: {port: 0}\n")
    async with open_console(settings, settings.file) as opened:
        console = await up(opened)
        first = console.child.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        await up(console, first)


async def test_where_its_port_is_taken_calls_go_on_and_it_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = told(tmp_path, f"console: {{port: {taken.getsockname()[1]}}}\n")
        with caplog.at_level(logging.ERROR):
            async with open_console(settings, settings.file) as opened:
                assert opened is not None
                while "Hatef goes on without it" not in caplog.text:
                    await asyncio.sleep(0.01)
                assert "address already in use" in caplog.text
                taken.close()
                await up(opened)


async def test_it_may_be_off(tmp_path: Path) -> None:
    settings = told(tmp_path, "console: {enabled: false}\n")
    async with open_console(settings, settings.file) as console:
        assert console is None


async def test_a_short_secret_is_told_at_the_start(tmp_path: Path) -> None:
    settings = told(tmp_path, "console: {port: 0}\n", Secrets(api_token="short"))
    with pytest.raises(StartError, match="HATEF_API_TOKEN"):
        async with open_console(settings, settings.file):
            raise AssertionError


@pytest.mark.parametrize(("host", "reached"), [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("192.168.1.5", "192.168.1.5")])
def test_this_machines_own_programs_reach_it(host: str, reached: str) -> None:
    assert replace(ConsoleSection(), host=host).reached_at == reached
