"""The whole of Hatef before a real Asterisk: a caller is greeted, presses 0, and an agent's telephone rings."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from bot.lab.serving import serving
from bot.settings.settings import load_settings
from bot.store.database import open_database
from handoff.store import HandoffStore
from tests.calls.conftest import Exchange, bot_quiet, until
from tests.interop.asterisk.conftest import CALLER, told
from tests.interop.asterisk.pbx import HATEF_HOST, ROOT, SECRET, asterisk
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.sip, pytest.mark.asterisk, pytest.mark.rasa, pytest.mark.timeout(400)]


@pytest.mark.parametrize("way", ["refer", "redirect", "attended"])
async def test_operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figures: list[str], way: str) -> None:
    monkeypatch.setenv("HATEF_AMI_SECRET", SECRET)
    async with (
        RemotePhone(auto_answer=True, answer_after_ms=200, user="201") as agent,
        RemotePhone(user=CALLER) as caller,
        asterisk(tmp_path / "pbx", {"201": agent.port}) as pbx,
    ):
        await pbx.start()
        changes: dict[str, dict[str, Any]] = {
            "sip": {"host": HATEF_HOST},
            "handoff": {
                "target": f"sip:queue-{{token}}@{pbx.sip}",
                "asterisk": {"ami": f"127.0.0.1:{pbx.ami_port}", "transfer": way},
                "agent": None,
            },
        }
        settings = load_settings(ROOT / "config.yml")
        async with serving(settings, tmp_path / "state", changes, lambda: pbx.hatef_port) as server:
            here = Exchange(server, agent)
            async with asyncio.timeout(30):  # the PBX asks every ten seconds whether Hatef is there
                while "Avail" not in await pbx.cli("pjsip show contacts"):
                    await asyncio.sleep(0.2)
            await caller.do("call", uri=f"sip:100@{pbx.sip}")
            await caller.wait("answered", timeout_s=10)
            await bot_quiet(caller)
            pressed_s = time.monotonic()
            await caller.do("dtmf", digits="0")
            rung = await agent.wait("incoming", timeout_s=20)
            figures.append(f"{way}, key 0 to ringing, whole service: {(rung['t'] - pressed_s) * 1000:.0f} ms")
            await agent.wait("answered", timeout_s=10)
            call = await until(lambda: here.last_call() if here.last_call().end_reason else None, "the end", 30)
            await asyncio.sleep(1)
            await caller.do("hangup", id="c1")
            assert call.handoff_outcome == "referred"
            packet = here.packet(call.call_id)
            assert packet.reason == "key_zero"
            engine = open_database(server.database)
            store = HandoffStore(engine, tmp_path / "spill")
            async with asyncio.timeout(10):
                while len(events := await store.events(packet.packet_id)) < 4:
                    await asyncio.sleep(0.1)
            store.close()
            engine.dispose()
            assert [kind for kind, _ in told(list(events))] == [
                "note",
                "agent_called",
                "agent_connected",
                "agent_completed",
            ]
