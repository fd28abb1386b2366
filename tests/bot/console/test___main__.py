"""The console's process: it lives beside the service's database, whatever happens to either."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.console.__main__ import parts_of
from bot.console.signature import is_genuine
from bot.settings.settings import Settings
from bot.store.database import open_database, reach_database
from handoff.packet import ContextPacket
from handoff.store import HandoffStore
from handoff.token import TokenMint
from handoff.transactions import Transactions
from tests.bot.console.conftest import bearer
from tests.bot.console.receiver import program
from tests.bot.console.served import SECRET, Served, curl, exchanged, served
from tests.faults import locked_by_another_process

FAR_S = 4_000_000_000


def service_of(settings: Settings) -> HandoffStore:
    """The writing side, as the service has it."""
    engine = open_database(settings.database_url(settings.journal.url))
    return HandoffStore(engine, settings.state / "packets", timeout_s=30)


async def read(console: Served, packet_id: str) -> tuple[int, float]:
    """The status of an answer, and how long it took, s."""
    began_s = time.monotonic()
    answer = await console.client.get(f"/api/v1/handoffs/{packet_id}", headers=bearer())
    return answer.status_code, time.monotonic() - began_s


async def test_it_reads_what_the_service_wrote_a_moment_ago(packet: ContextPacket, tmp_path: Path) -> None:
    async with served(tmp_path) as console:
        assert (await read(console, packet.packet_id))[0] == 503, "there is no database yet"
        store = service_of(console.settings)
        assert (await read(console, packet.packet_id))[0] == 404
        await store.put(packet)
        assert (await read(console, packet.packet_id))[0] == 200
        other = replace(packet, packet_id="000000000001")
        with locked_by_another_process(tmp_path / "var" / "hatef.db"):
            await store.put(other)
            assert (await read(console, other.packet_id))[0] == 200
        token = TokenMint(SECRET.encode()).mint(other.packet_id, FAR_S)
        assert (await read(console, token))[0] == 200
        store.close()


async def test_it_may_be_killed_and_comes_back(packet: ContextPacket, tmp_path: Path) -> None:
    async with served(tmp_path) as console:
        store = service_of(console.settings)
        await store.put(packet)
        first = console.pid
        os.kill(first, signal.SIGKILL)
        while console.child.ready_pid in (first, None):
            await asyncio.sleep(0.01)
        accepted = await console.client.post(f"/api/v1/handoffs/{packet.packet_id}/accept", headers=bearer())
        assert accepted.status_code == 200
        store.close()


async def test_hostile_connections_leave_the_others_alone(packet: ContextPacket, tmp_path: Path) -> None:
    async with served(tmp_path) as console:
        store = service_of(console.settings)
        await store.put(packet)
        slow = [await asyncio.open_connection("127.0.0.1", console.port) for _ in range(50)]
        for _, writer in slow:
            writer.write(b"POST /api/v1/handoffs/x/note HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nx")
        assert (await read(console, packet.packet_id))[0] == 200
        assert b"400" in await exchanged(console.port, b"\x00" * 100_000)
        for _, writer in slow:
            writer.close()
        store.close()


async def test_it_is_read_by_curl(packet: ContextPacket, tmp_path: Path) -> None:
    async with served(tmp_path) as console:
        store = service_of(console.settings)
        await store.put(packet)
        url = f"http://127.0.0.1:{console.port}/api/v1/handoffs/{packet.packet_id}"
        told = await asyncio.to_thread(curl, "--fail", "--oauth2-bearer", "d" * 32, url)
        assert (told.returncode, "خانم محمدی" in told.stdout) == (0, True)
        refused = await asyncio.to_thread(
            curl, "--write-out", "%{http_code}", "--data", '{"who":"sara"}', f"{url}/accept"
        )
        assert refused.stdout.endswith("401")
        store.close()


async def test_another_program_is_told_over_a_kill(packet: ContextPacket, tmp_path: Path) -> None:
    async with program(500, 500) as told:
        webhook = f'handoff: {{webhook: {{url: "{told.url}"}}}}\n'
        async with served(tmp_path, webhook) as console:
            store = service_of(console.settings)
            await store.put(replace(packet, created_at=datetime.now(UTC)))
            while not told.heard:
                await asyncio.sleep(0.01)
            first = console.pid
            os.kill(first, signal.SIGKILL)
            while console.child.ready_pid in (first, None):
                await asyncio.sleep(0.01)
            accepted = await console.client.post(f"/api/v1/handoffs/{packet.packet_id}/accept", headers=bearer())
            assert accepted.status_code == 200
            while "handoff.accepted" not in told.kinds:
                await asyncio.sleep(0.01)
            heard = told.heard[-1]
            assert is_genuine(heard.body, heard.headers["hatef-signature"], SECRET.encode(), int(time.time()))
            store.close()


def run(folder: Path, config: str, **secrets: str) -> subprocess.CompletedProcess[str]:
    (folder / "config.yml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "bot.console", "--config", str(folder / "config.yml")]
    return subprocess.run(command, env={**os.environ, **secrets}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("config", "secrets", "words"),
    [
        ("consle: {}\n", {}, "did you mean 'console'"),
        ("language: fa\n", {"HATEF_API_TOKEN": "short"}, "HATEF_API_TOKEN"),
        ("language: fa\n", {"HATEF_TOKEN_SECRET": "short"}, "HATEF_TOKEN_SECRET"),
        ("handoff: {webhook: {url: 'https://crm.example'}}\n", {}, "HATEF_WEBHOOK_SECRET"),
        ("console: {host: 192.0.2.1, port: 1024}\n", {}, "192.0.2.1"),
    ],
)
def test_what_it_cannot_start_with_is_one_line(
    tmp_path: Path, config: str, secrets: dict[str, str], words: str
) -> None:
    done = run(tmp_path, config, **secrets)
    assert done.returncode != 0
    assert words in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_its_secrets_are_made_where_none_are_given(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    work = Transactions(reach_database(settings.database_url(settings.journal.url)), 1)
    parts_of(settings, work)
    work.close()
    for name in ("secret", "api_token"):
        assert stat.S_IMODE((tmp_path / "var" / name).stat().st_mode) == 0o600
