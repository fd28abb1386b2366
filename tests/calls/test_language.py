"""Calls in Arabic: the dialled number chooses the language, keys drive the call."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.demo.serving import serving
from bot.prompts import load_prompts
from bot.settings import Settings
from tests.calls.conftest import ROOT, Exchange, bot_quiet, heard_since, place_call, until
from voice.models import embedded
from voice.softphone.remote import RemotePhone

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.sip,
    pytest.mark.rasa,
    pytest.mark.timeout(180),
    pytest.mark.skipif(embedded.available("ar") is None, reason="no Arabic recogniser is shipped yet"),
]

STRANGER = "02100000000"
PROMPTS = load_prompts(ROOT / "data" / "prompts" / "call.yml")


@pytest_asyncio.fixture(loop_scope="session")
async def bilingual(settings: Settings, tmp_path: Path) -> AsyncIterator[Exchange]:
    """A server whose numbers 2* are Arabic and whose other calls begin in either language."""
    async with AsyncExitStack() as stack:
        agent = await stack.enter_async_context(RemotePhone(auto_answer=True))
        changes: dict[str, dict[str, Any]] = {
            "handoff": {"agent": f"sip:agent@127.0.0.1:{agent.port}"},
            "languages": {"by_number": {"2*": "ar"}, "detect": True},
        }
        yield Exchange(await stack.enter_async_context(serving(settings, tmp_path, changes)), agent)


async def to_the_agent(exchange: Exchange, phone: RemotePhone) -> None:
    """Key 0, the agent's whisper, and the end of the call."""
    await phone.do("dtmf", digits="0")
    incoming = await exchange.agent.wait("incoming", timeout_s=20)
    await until(lambda: heard_since(exchange.agent, "far_speech_started", incoming["t"]), "the whisper")
    await bot_quiet(exchange.agent)
    await bot_quiet(phone)
    await phone.do("hangup")
    await phone.wait("ended")


async def test_a_number_for_arabic_is_answered_in_arabic_and_zero_brings_the_agent(bilingual: Exchange) -> None:
    async with RemotePhone(user=STRANGER) as phone:
        await place_call(phone, bilingual.server.uri.replace("sip:100@", "sip:200@"))
        await to_the_agent(bilingual, phone)
    call = await until(lambda: bilingual.last_call() if bilingual.last_call().end_reason else None, "the call's end")
    assert call.language == "ar"
    assert call.handoff_outcome == "bridged"
    assert call.turns[0].speaker == "bot"
    assert call.turns[0].text.startswith("مَرْحَبًا")
    assert PROMPTS["fa"].choose not in call.turns[0].text
    packet = bilingual.packet(call.call_id)
    assert (packet.language, packet.reason) == ("ar", "key_zero")


async def test_a_stranger_is_greeted_in_both_languages_and_chooses_by_key(bilingual: Exchange) -> None:
    async with RemotePhone(user=STRANGER) as phone:
        await place_call(phone, bilingual.server.uri)
        await phone.do("dtmf", digits="2")
        await bot_quiet(phone)
        await to_the_agent(bilingual, phone)
    call = await until(lambda: bilingual.last_call() if bilingual.last_call().end_reason else None, "the call's end")
    assert call.language == "ar"
    said = [turn.text for turn in call.turns if turn.speaker == "bot"]
    assert PROMPTS["ar"].choose in said[0]
    assert said[1] == PROMPTS["ar"].go_on
    assert bilingual.packet(call.call_id).language == "ar"
