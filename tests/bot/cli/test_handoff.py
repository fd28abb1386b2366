"""`hatef handoff` as it is typed."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from sqlalchemy import create_engine
from typer.testing import CliRunner, Result

from bot.cli import handoff as handoff_commands
from bot.cli import listing
from bot.cli.app import app
from bot.console.view import schema_text
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from handoff import notices
from handoff.events import EventKind, HandoffEvent
from handoff.notices import NoticeKind, NoticeState
from handoff.packet import ContextPacket
from handoff.store import HandoffStore
from tests.bot.cli.handoffs import packet_of

ID = "00a1b2c3d4e5"


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """80 columns wide."""
    narrow = Console(width=80, highlight=False)
    monkeypatch.setattr(handoff_commands, "console", narrow)
    monkeypatch.setattr(listing.show, "__kwdefaults__", {"to": narrow})


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    (tmp_path / "config.yml").write_text("language: fa\n", encoding="utf-8")
    yield load_settings(tmp_path / "config.yml")


def keep(settings: Settings, *packets: ContextPacket, events: tuple[HandoffEvent, ...] = ()) -> None:
    async def work() -> None:
        engine = open_database(settings.database_url(settings.journal.url))
        store = HandoffStore(engine, settings.state / "packets", timeout_s=30)
        for packet in packets:
            await store.put(packet)
            for event in events:
                await store.note_event(packet.packet_id, event)
        store.close()
        engine.dispose()

    asyncio.run(work())


def hatef(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["handoff", *arguments, "--config", str(settings.file)])


def test_one_is_shown_within_80_columns(settings: Settings) -> None:
    keep(
        settings, packet_of(ID, "call-1", "09121234567"), events=(HandoffEvent(EventKind.AGENT_CALLED, "sip:200@pbx"),)
    )
    shown = hatef(settings, ID)
    assert shown.exit_code == 0, shown.output
    for words in (
        ID,
        "خانم محمدی",
        "09121234567",
        "asked_for_human",
        "ask_order_status",
        "12345",
        "سفارشم کجاست؟",
        "sip:200@pbx",
    ):
        assert words in shown.output
    assert max(cell_len(line) for line in shown.output.splitlines()) <= 80


def test_by_number_several_are_listed(settings: Settings) -> None:
    keep(settings, packet_of(ID, "call-1", "09121234567"), packet_of("00ffffffffff", "call-2", "+989121234567"))
    listed = hatef(settings, "0912 123 4567")
    assert listed.exit_code == 0
    assert listed.output.index("00ffffffffff") < listed.output.index(ID)
    assert "sip" not in listed.output and "call-2" in listed.output


def test_as_json_it_is_what_the_api_answers(settings: Settings) -> None:
    keep(settings, packet_of(ID, "call-1", "09121234567"))
    found = json.loads(hatef(settings, ID, "--json").output)
    assert (found["packet"]["packet_id"], found["state"], found["format"]) == (ID, "stored", 1)


def test_accept_note_close_and_who_has_it(settings: Settings) -> None:
    keep(settings, packet_of(ID, "call-1", "09121234567"))
    assert hatef(settings, "accept", "00a1", "--who", "سارا").exit_code == 0
    again = hatef(settings, "accept", ID, "--who", "reza")
    assert again.exit_code != 0 and "سارا" in str(again.exception)
    assert hatef(settings, "note", "call-1", "شماره‌اش عوض شده", "--who", "سارا").exit_code == 0
    assert hatef(settings, "close", ID, "done", "--who", "سارا").exit_code == 0
    shown = hatef(settings, ID).output
    for words in ("accepted by سارا", "closed by سارا", "شماره‌اش عوض شده", "done"):
        assert words in shown


@pytest.mark.parametrize(
    "arguments", [("nobody",), ("accept", "nobody"), ("accept", "00"), ("resend", "x"), ("note", ID, " ")]
)
def test_what_is_not_meant_is_told(settings: Settings, arguments: tuple[str, ...]) -> None:
    keep(settings, packet_of(ID, "call-1", "09121234567"), packet_of("00ffffffffff", "call-2", "09121234567"))
    done = hatef(settings, *arguments)
    assert done.exit_code != 0
    assert "Traceback" not in done.output


def test_nothing_that_a_name_holds_steers_the_terminal(settings: Settings) -> None:
    keep(settings, packet_of(ID, "call-1", "09121234567", "\x1b[31mred\x07 [bold]x[/bold] :smile:"))
    for arguments in ((ID,), ("00",)):
        shown = hatef(settings, *arguments).output
        assert "\x1b[31m" not in shown and "\x07" not in shown
    assert "[bold]x[/bold] :smile:" in hatef(settings, ID).output


def test_what_was_not_heard_is_listed_and_sent_again(settings: Settings) -> None:
    assert hatef(settings, "outbox").exit_code != 0, "there is no database yet"
    keep(settings, packet_of(ID, "call-1", "09121234567"))
    assert "nothing waits" in hatef(settings, "outbox").output
    engine = open_database(settings.database_url(settings.journal.url))
    with engine.begin() as connection:
        notices.make(connection, [(ID, NoticeKind.CREATED, 1), (ID, NoticeKind.CLOSED, 2)])
        for notice in notices.listing(connection, (NoticeState.WAITING,), 9):
            notices.not_sent(connection, notice, "HTTP 500", None)
    listed = hatef(settings, "outbox").output
    assert f"{ID}-created" in listed and "dead" in listed and "HTTP 500" in listed
    assert hatef(settings, "resend", f"{ID}-created").output == "1 to be sent again\n"
    assert hatef(settings, "resend", "all").output == "1 to be sent again\n"
    assert "dead" not in hatef(settings, "outbox").output
    engine.dispose()


def test_the_schema_is_the_published_one(settings: Settings) -> None:
    assert CliRunner().invoke(app, ["handoff", "schema"]).output == schema_text()


def test_a_packet_that_is_only_in_the_spill_folder(settings: Settings) -> None:
    keep(settings, packet_of(ID, "call-1", "09121234567"))
    spilled = packet_of("000000000003", "call-3", "09121234567")

    async def spill() -> None:
        away = HandoffStore(create_engine(f"sqlite:///{settings.home}/no/such/folder.db"), settings.state / "packets")
        await away.put(spilled)
        away.close()

    asyncio.run(spill())
    assert "000000000003" in hatef(settings, "call-3").output
