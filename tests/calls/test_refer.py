"""Handoff by REFER: the caller's phone is sent to the queue with the packet's token."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from bot.cli.callbacks import promised
from bot.journal.records import RecordedCall
from bot.lab.serving import Serving, serving
from bot.settings.settings import Settings, load_settings
from nlu.training.rasa_environment import free_port
from tests.calls.conftest import Exchange, place_call, until
from tests.faults import locked_by_another_process
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]

LOCKED_OUT = "02144556677"
FIRST_CALL = "c1"
"""What a phone calls its first call; the one that a REFER makes is the second."""


@dataclass
class Referring:
    """A server that refers, and the port at which each test opens the queue of its choice."""

    server: Serving
    queue_port: int

    def promised_to(self, number: str) -> int:
        """How many calls `hatef callbacks` shows for this number."""
        found, _ = promised(load_settings(self.server.state / "config.yml"))
        return sum(one.number == number for one in found)

    async def ended_call(self, queue: RemotePhone) -> tuple[Exchange, RecordedCall]:
        """The newest call, once it is over."""
        here = Exchange(self.server, queue)
        return here, await until(lambda: here.last_call() if here.last_call().end_reason else None, "the end", 30)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def referring(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Referring]:
    """One server for both tests: starting it takes longer than they do."""
    queue_port = free_port()
    changes = {"handoff": {"target": f"sip:queue-{{token}}@127.0.0.1:{queue_port}", "agent": None}}
    async with serving(settings, tmp_path_factory.mktemp("referring"), changes) as server:
        yield Referring(server, queue_port)


async def test_the_caller_lands_in_the_queue_with_the_token(referring: Referring) -> None:
    async with (
        RemotePhone(auto_answer=True, port=referring.queue_port) as queue,
        RemotePhone(user="09121234567", follow_refer=True) as phone,
    ):
        await place_call(phone, referring.server.uri)
        await phone.do("dtmf", digits="0")
        incoming = await queue.wait("incoming", timeout_s=20)
        assert incoming["called"].startswith("queue-")
        assert len(incoming["called"].removeprefix("queue-")) == 32
        here, call = await referring.ended_call(queue)
        assert call.handoff_outcome == "referred"
        assert here.packet(call.call_id).reason == "key_zero"


async def test_a_refused_transfer_ends_in_a_promise_not_in_silence(referring: Referring) -> None:
    async with (
        RemotePhone(refuse_with=404, port=referring.queue_port) as queue,
        RemotePhone(user="09121234567", follow_refer=True) as phone,
    ):
        await place_call(phone, referring.server.uri)
        await phone.do("dtmf", digits="0")
        await queue.wait("incoming", timeout_s=20)
        _, call = await referring.ended_call(queue)
        assert call.handoff_outcome == "callback"


async def test_a_promise_made_while_the_database_is_locked_is_in_the_list(referring: Referring) -> None:
    async with (
        RemotePhone(refuse_with=404, port=referring.queue_port) as queue,
        RemotePhone(user=LOCKED_OUT, follow_refer=True) as phone,
    ):
        await place_call(phone, referring.server.uri)
        with locked_by_another_process(referring.server.state / "hatef.db"):
            await phone.do("dtmf", digits="0")
            await queue.wait("incoming", timeout_s=20)
            await phone.wait("ended", timeout_s=30, id=FIRST_CALL)
            assert await asyncio.to_thread(referring.promised_to, LOCKED_OUT) == 1
        _, call = await referring.ended_call(queue)
        assert (call.caller, call.handoff_outcome) == (LOCKED_OUT, "callback")
        assert await asyncio.to_thread(referring.promised_to, LOCKED_OUT) == 1
