"""A login that is kept: away at the start, refused, broken, hung; back again each time."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from handoff.acd.ami.connection import AmiAccount, AmiConnection
from handoff.acd.ami.errors import AmiAway, AmiRefused
from handoff.acd.ami.link import AmiLink, OnUp
from handoff.acd.ami.wire import Message
from nlu.training.rasa_environment import free_port
from tests.handoff.acd.ami.manager import manager, until


async def idle(_connection: AmiConnection) -> None: ...


@asynccontextmanager
async def kept(account: AmiAccount, on_up: OnUp = idle, ping_s: float = 60.0) -> AsyncIterator[AmiLink]:
    told: list[Message] = []
    link = AmiLink(account, told.append, on_up, waits_s=(0.01,), refused_wait_s=0.01, ping_s=ping_s)
    task = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        task.cancel()
        await asyncio.wait({task})


async def test_up_and_asked() -> None:
    async with manager() as far, kept(far.account()) as link:
        await until(lambda: link.up)
        assert (await link.ask("Ping")).get("Response") == "Success"
        assert link.why == ""


async def test_away_at_the_start_and_there_later(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    async with kept(AmiAccount("127.0.0.1", port, "hatef", "a secret of the tests")) as link:
        await asyncio.sleep(0.1)
        with pytest.raises(AmiAway):
            await link.ask("Ping")
        with pytest.raises(AmiAway):
            await link.ask_list("QueueStatus")
        async with manager(port):
            await until(lambda: link.up)
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(told) == 1, "the same for the tenth time tells nobody anything"


async def test_a_line_that_breaks_is_made_again() -> None:
    async with manager() as far, kept(far.account()) as link:
        await until(lambda: link.up)
        far.writers[-1].transport.abort()
        await until(lambda: far.logins == 2 and link.up)
        assert link.breaks == 1
        await link.ask("Ping")


@pytest.mark.parametrize("garbage", [b"x" * 100_000, b""])
async def test_a_pbx_that_breaks_the_line_at_once_is_asked_ever_more_slowly(garbage: bytes) -> None:
    pauses: list[int] = []

    class Counting(tuple[float, ...]):
        def __getitem__(self, index: object) -> float:  # type: ignore[override]
            assert isinstance(index, int)
            pauses.append(index)
            return 0.001

    async with manager() as far:

        async def break_it(_connection: AmiConnection) -> None:
            far.send(garbage)
            far.writers[-1].close()

        link = AmiLink(far.account(), lambda _: None, break_it, waits_s=Counting([0.0] * 5))
        task = asyncio.create_task(link.run())
        await until(lambda: len(pauses) >= 8)
        task.cancel()
        await asyncio.wait({task})
    assert pauses[:8] == [1, 2, 3, 4, 4, 4, 4, 4]


async def test_a_pbx_that_hangs_is_left() -> None:
    async with manager() as far:
        far.answers["Ping"] = lambda _: None
        async with kept(far.account(answer_s=0.05), ping_s=0.01) as link:
            await until(lambda: far.logins >= 3)
            assert not link.up or link.why == ""


async def test_a_refused_login_is_tried_again_and_told(caplog: pytest.LogCaptureFixture) -> None:
    async with manager() as far, kept(far.account("wrong")) as link:
        await until(lambda: far.logins >= 3)
        assert not link.up
        assert "HATEF_AMI_SECRET" in link.why
    assert "a secret" not in caplog.text


async def test_what_a_new_login_needs_is_done_each_time() -> None:
    done: list[bool] = []

    async def look(connection: AmiConnection) -> None:
        done.append(bool(await connection.ask("Ping")))

    async with manager() as far, kept(far.account(), look) as link:
        await until(lambda: link.up)
        far.writers[-1].transport.abort()
        await until(lambda: len(done) == 2)


async def test_a_login_that_may_not_what_it_needs_is_tried_again() -> None:
    async def look(connection: AmiConnection) -> None:
        raise AmiRefused("CoreShowChannels", "Permission denied")

    async with manager() as far, kept(far.account(), look) as link:
        await until(lambda: far.logins >= 2)
        assert not link.up
