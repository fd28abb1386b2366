"""The packet of a call that goes on: in the browser when the telephone rings; and a console that no call misses."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings.settings import load_settings
from tests.calls.conftest import Exchange, agent_rings, bridged, place_call, until
from tests.calls.test_faults import kill
from tests.faults import locked_by_another_process
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]

SARA = "09121234567"


def console(exchange: Exchange) -> httpx.AsyncClient:
    """The API with the secret that Hatef made itself."""
    state = load_settings(exchange.server.state / "config.yml").state
    secret = (state / "api_token").read_text()
    opens = {"Authorization": f"Bearer {secret}", "Accept-Language": "fa"}
    return httpx.AsyncClient(base_url=exchange.console, headers=opens, trust_env=False, timeout=5)


async def answered(http: httpx.AsyncClient, path: str) -> httpx.Response:
    """The first answer of a console that may just be coming up."""
    for _ in range(600):
        try:
            return await http.get(path)
        except httpx.TransportError:
            await asyncio.sleep(0.05)
    raise AssertionError("the console does not answer")


async def rung(phone: RemotePhone, exchange: Exchange) -> tuple[dict[str, Any], str]:
    """Ask for a human by key; the agent's incoming call, and the token that came with it."""
    await place_call(phone, exchange.server.uri)
    asked_s = time.monotonic()
    await phone.do("dtmf", digits="0")
    incoming = await agent_rings(exchange.agent, asked_s)
    token = next(value for name, value in incoming["headers"].items() if name.lower() == "x-hatef-token")
    return incoming, token


async def hung_up(phone: RemotePhone, exchange: Exchange, incoming: dict[str, Any]) -> None:
    await phone.do("hangup")
    await exchange.agent.wait("ended", id=incoming["id"], timeout_s=15)


async def test_the_token_on_the_ringing_telephone_opens_page_and_packet(exchange: Exchange) -> None:
    async with RemotePhone(user=SARA) as phone, console(exchange) as http:
        assert (await answered(http, "/health")).status_code == 200
        incoming, token = await rung(phone, exchange)
        page = await http.get(f"/handoff/{token}")
        assert (page.status_code, "محمدی" in page.text, SARA in page.text) == (200, True, True)
        taken = await http.post(f"/api/v1/handoffs/{token}/accept", json={"who": "سارا"})
        assert (taken.status_code, taken.json()["accepted_by"]) == (200, "سارا")
        found = (await http.get("/api/v1/handoffs", params={"caller": f"+98{SARA[1:]}"})).json()["handoffs"]
        assert found[0]["packet"]["packet_id"] == taken.json()["packet"]["packet_id"]
        await hung_up(phone, exchange, incoming)


@pytest.mark.long
async def test_while_the_database_is_locked_the_packet_is_readable_all_the_same(exchange: Exchange) -> None:
    async with RemotePhone(user=SARA) as phone, console(exchange) as http:
        await answered(http, "/health")
        with locked_by_another_process(Path(exchange.server.state) / "hatef.db"):
            incoming, token = await rung(phone, exchange)
            found = await http.get(f"/api/v1/handoffs/{token}")
            assert (found.status_code, found.json()["packet"]["caller"]["number"]) == (200, SARA)
            noted = await http.post(f"/api/v1/handoffs/{token}/note", json={"who": "sara", "text": "kept"})
            assert noted.status_code == 200
        await hung_up(phone, exchange, incoming)

        async def in_the_database() -> bool:
            events = (await http.get(f"/api/v1/handoffs/{token}")).json()["events"]
            waits = await asyncio.to_thread(os.listdir, exchange.server.state / "packets" / "events")
            return "kept" in [event["text"] for event in events] and not [one for one in waits if one.endswith(".json")]

        while not await in_the_database():
            await asyncio.sleep(0.1)


@pytest.mark.long
async def test_a_console_that_is_killed_costs_no_call_and_comes_back(exchange: Exchange) -> None:
    async with RemotePhone(user=SARA) as phone, console(exchange) as http:
        await answered(http, "/health")
        kill(exchange.server.process.pid, "bot.console")
        incoming, token = await rung(phone, exchange)
        kill(exchange.server.process.pid, "bot.console")
        assert (await answered(http, f"/handoff/{token}")).status_code == 200
        await bridged(exchange)
        await hung_up(phone, exchange, incoming)
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    assert call.handoff_outcome == "bridged"
