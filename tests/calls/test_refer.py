"""Handoff by REFER: the caller's phone is sent to the queue with the packet's token."""

from pathlib import Path

import pytest

from bot.demo.serving import serving
from bot.settings import Settings
from tests.calls.conftest import Exchange, place_call, until
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]


async def test_the_caller_lands_in_the_queue_with_the_token(settings: Settings, tmp_path: Path) -> None:
    async with RemotePhone(auto_answer=True) as queue, RemotePhone(user="09121234567", follow_refer=True) as phone:
        changes = {"handoff": {"target": f"sip:queue-{{token}}@127.0.0.1:{queue.port}", "agent": None}}
        async with serving(settings, tmp_path, changes) as server:
            await place_call(phone, server.uri)
            await phone.do("dtmf", digits="0")
            incoming = await queue.wait("incoming", timeout_s=20)
            assert incoming["called"].startswith("queue-")
            assert len(incoming["called"].removeprefix("queue-")) == 32
            here = Exchange(server, queue)
            call = await until(lambda: here.last_call() if here.last_call().end_reason else None, "the bot to hang up")
            assert call.handoff_outcome == "referred"
            assert here.packet(call.call_id).reason == "key_zero"


async def test_a_refused_transfer_ends_in_a_promise_not_in_silence(settings: Settings, tmp_path: Path) -> None:
    async with RemotePhone(refuse_with=404) as queue, RemotePhone(user="09121234567", follow_refer=True) as phone:
        changes = {"handoff": {"target": f"sip:queue-{{token}}@127.0.0.1:{queue.port}", "agent": None}}
        async with serving(settings, tmp_path, changes) as server:
            await place_call(phone, server.uri)
            await phone.do("dtmf", digits="0")
            await queue.wait("incoming", timeout_s=20)
            here = Exchange(server, queue)
            call = await until(lambda: here.last_call() if here.last_call().end_reason else None, "the call's end", 30)
            assert call.handoff_outcome == "callback"
