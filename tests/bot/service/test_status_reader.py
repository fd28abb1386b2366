"""A status is read from the parts as they are: not started, started, killed."""

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.call.gate import Gate
from bot.dialogue.client import RasaDialogue
from bot.dialogue.http_child import HttpChild
from bot.journal.writer import Journal
from bot.service.board import Board
from bot.service.console import Console
from bot.service.status_reader import StatusReader
from bot.settings.settings import Settings
from bot.store.database import open_database
from handoff.acd.ami.connection import AmiAccount
from handoff.acd.ami.link import AmiLink
from tests.bot.service.served import CAME
from voice.gateway.gateway import Gateway
from voice.gateway.options import GatewayOptions
from voice.keep import Kept
from voice.listen.pool import ListenerPool
from voice.speak.speaker import Speaker
from voice.speak.synthesiser import VoiceChoice
from voice.worker import Worker


async def nobody(_leg: object) -> None:
    """No call comes."""


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[StatusReader]:
    settings = Settings(home=tmp_path)
    engine = open_database(settings.database_url(settings.journal.url))
    journal = Journal(engine)
    rasa = Worker("tests.voice.echo_worker", {"word": "yes"})
    yield StatusReader(
        settings=settings,
        config=tmp_path / "config.yml",
        gateway=Gateway(GatewayOptions(), nobody),
        listeners=ListenerPool({"fa": {"general": tmp_path}}, workers=2),
        speaker=Speaker(
            cache_dir=tmp_path / "cache",
            voices={"fa": VoiceChoice("espeak", "fa")},
            recordings_dir=None,
            lexicon_version="1",
        ),
        dialogue=RasaDialogue("http://127.0.0.1:1", timeout_s=1, children={"Rasa": rasa}),
        gate=Gate(lambda: False, 5),
        journal=journal,
        board=Board(),
    )
    journal.close()
    engine.dispose()


async def test_parts_that_have_not_started_are_down(reader: StatusReader) -> None:
    status = reader.read()
    assert [(part.name, part.up) for part in status.parts] == [
        ("recogniser 1", False),
        ("recogniser 2", False),
        ("voice espeak", False),
        ("Rasa", False),
    ]
    assert (status.pid, status.state, status.registered) == (os.getpid(), "serving", None)


async def test_the_console_is_a_part_with_an_address(reader: StatusReader, tmp_path: Path) -> None:
    url = "http://127.0.0.1:8760"
    child = HttpChild("console", ["true"], health=f"{url}/health", log_file=tmp_path / "console.log")
    status = replace(reader, console=Console(url, child)).read()
    assert (status.parts[-1].name, status.parts[-1].up, status.console) == ("console", False, url)
    assert reader.read().console == ""


async def test_the_pbxs_manager_interface_is_a_part(reader: StatusReader) -> None:
    link = AmiLink(AmiAccount("127.0.0.1", 1, "hatef", "geheim"), lambda _: None)
    part = replace(reader, pbx=link).read().parts[-1]
    assert (part.name, part.up, part.deaths, part.last_why) == ("PBX manager interface", False, 0, "not connected yet")


async def test_calls_and_the_line_are_counted(reader: StatusReader) -> None:
    reader.board.tell(CAME)
    with reader.gate.place():
        status = reader.read()
    assert (status.calls.now, status.calls.started, status.in_line) == (1, 1, 1)


async def test_a_part_that_died_is_told_with_its_reason(reader: StatusReader) -> None:
    await reader.speaker.start()
    (before,) = (part for part in reader.read().parts if part.name == "voice espeak")
    assert before.up and before.pid is not None
    os.kill(before.pid, signal.SIGKILL)
    async with asyncio.timeout(20):
        while not (now := reader.read().parts[2]).deaths or not now.up:
            await asyncio.sleep(0.01)
    assert now.last_why == "its process ended" and now.pid != before.pid
    await reader.speaker.stop()


async def test_a_database_that_is_away_is_told_and_its_password_is_not(reader: StatusReader) -> None:
    assert not reader.read().database_behind
    url = "postgresql+psycopg://hatef:geheim@db/hatef"
    settings = reader.settings.model_copy(update={"journal": replace(reader.settings.journal, url=url)})
    told = replace(reader, settings=settings).read()
    assert "geheim" not in told.database and "db/hatef" in told.database


def test_a_lost_keeper_is_told(reader: StatusReader) -> None:
    rasa = reader.dialogue.children["Rasa"]
    assert isinstance(rasa, Worker)
    rasa._keeper.kept = Kept("Rasa", deaths=2, last_why="it hung", keepers_lost=1)
    assert [part.keepers_lost for part in reader.read().parts] == [0, 0, 0, 1]
