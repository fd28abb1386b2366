"""A handoff is meant by whatever its user has at hand."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli import handoff_search
from bot.cli.handoff_search import files, notices_of, patiently
from bot.errors import DatabaseMissing
from bot.settings.settings import Settings
from bot.store.database import open_database
from bot.store.own_secret import token_secret
from handoff.errors import StoreUnavailable, TokenExpired, TokenForged
from handoff.file import HandoffFile
from handoff.notices import NoticeState
from handoff.packet import ContextPacket, PacketCaller
from handoff.store import HandoffStore
from handoff.token import TokenMint
from tests.bot.cli.handoffs import packet_of
from tests.faults import locked_by_another_process

FIRST = packet_of("00a1b2c3d4e5", "20261130-1200-aa", "09121234567")
SECOND = replace(packet_of("00ffffffffff", "20261130-1300-bb", "02188887777"), reason="complaint")


@pytest_asyncio.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Two handoffs are in its database."""
    made = Settings(home=tmp_path)
    engine = open_database(made.database_url(made.journal.url))
    store = HandoffStore(engine, made.state / "packets", timeout_s=30)
    for one in (FIRST, SECOND):
        await store.put(one)
    yield made
    store.close()
    engine.dispose()


async def meant(settings: Settings, wanted: str) -> list[ContextPacket]:
    async with files(settings) as all_of:
        return [one.packet for one in await all_of.meant(wanted)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("00a1b2c3d4e5", [FIRST]),
        ("00a1", [FIRST]),
        (" 20261130-1300 ", [SECOND]),
        ("20261130", [SECOND, FIRST]),
        ("00", [SECOND, FIRST]),
        ("+98 912 123 45 67", [FIRST]),
        ("02188887777", [SECOND]),
        ("03188887777", []),
        ("nobody", []),
        ("%", []),
        ("", []),
        ("9", []),
    ],
)
async def test_by_the_start_of_an_id_by_call_and_by_number(
    settings: Settings, wanted: str, found: list[ContextPacket]
) -> None:
    assert await meant(settings, wanted) == found


async def test_by_its_token(settings: Settings) -> None:
    mint, now_s = TokenMint(token_secret(settings)), int(time.time())
    assert await meant(settings, mint.mint(FIRST.packet_id, now_s + 60)) == [FIRST]
    with pytest.raises(TokenExpired):
        await meant(settings, mint.mint(FIRST.packet_id, now_s - 60))
    with pytest.raises(TokenForged):
        await meant(settings, TokenMint(b"the secret of another").mint(FIRST.packet_id, now_s + 60))


async def test_a_hidden_number_is_nobodys(settings: Settings) -> None:
    assert PacketCaller().number == ""
    assert await meant(settings, "000") == []


async def test_where_nothing_was_recorded_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        await meant(Settings(home=tmp_path), "00a1")
    assert not (tmp_path / "var" / "hatef.db").exists()


async def test_a_locked_database_is_asked_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handoff_search, "RETRY_S", 0.01)
    asked: list[HandoffFile] = []
    async with files(settings) as all_of:
        lock = locked_by_another_process(settings.state / "hatef.db")
        lock.__enter__()

        async def accept() -> HandoffFile:
            try:
                asked.append(await all_of.clerk.accept(FIRST.packet_id, "sara"))
            except StoreUnavailable:
                lock.__exit__(None, None, None)
                raise
            return asked[0]

        assert (await patiently(accept)).accepted is not None


async def test_in_the_end_it_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handoff_search, "RETRY_S", 0.0)
    monkeypatch.setattr(handoff_search, "PATIENCE_S", 0.05)

    async def never() -> None:
        raise StoreUnavailable("accepting", "locked")

    with pytest.raises(StoreUnavailable):
        await patiently(never)


async def test_what_is_to_be_told(settings: Settings) -> None:
    assert await notices_of(settings, *NoticeState) == ()
