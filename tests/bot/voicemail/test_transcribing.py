"""Messages written down: each once, redacted, by the recogniser of the caller's language; the rest left alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.journal.privacy import REDACTED, Redaction
from bot.recordings.transcript import Models, Said
from bot.store.database import open_database
from bot.voicemail import transcribing
from bot.voicemail.shelf import MessageShelf
from bot.voicemail.transcribing import MessageTranscriber
from handoff import rows as handoffs
from handoff.record import new_record
from handoff.states import State
from handoff.voicemail import rows
from handoff.voicemail.message import Message
from tests.bot.erasing.life import packet
from tests.bot.recordings.made import KEYS
from tests.bot.recordings.test_transcript import conversation, models
from tests.bot.voicemail.made import PACKET, message_file

__all__ = ["models"]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'hatef.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def shelf(tmp_path: Path, engine: Engine) -> MessageShelf:
    return MessageShelf(tmp_path / "voicemail", KEYS, engine)


def left(engine: Engine, path: Path, packet_id: str = PACKET, *, known: bool = True) -> None:
    """The message in that file was left."""
    record = new_record(packet(packet_id, "c1", "09121234567")).moved(State.FAILED).moved(State.CALLBACK)
    with engine.begin() as connection:
        if known:
            handoffs.save(connection, record)
        rows.save(connection, Message(packet_id, path.name, 1_700_000_000_000, 9_000, 1, whole=True))


def found(engine: Engine, packet_id: str = PACKET) -> tuple[str, str]:
    with engine.connect() as connection:
        message = rows.find(connection, packet_id)
    assert message is not None
    return message.transcript, message.words


def writer(engine: Engine, shelf: MessageShelf, models: Models) -> MessageTranscriber:
    return MessageTranscriber(engine, shelf, Redaction(REDACTED), models, idle=False)


async def test_a_message_is_written_down_once(engine: Engine, shelf: MessageShelf, models: Models) -> None:
    left(engine, conversation(shelf.folder))
    made = writer(engine, shelf, models)
    assert [await made.next(), await made.next()] == [True, False]
    state, words = found(engine)
    assert state == "done"
    assert "موجودی" in words


async def test_one_that_cannot_be_is_told_and_the_next_is_done(
    engine: Engine, shelf: MessageShelf, models: Models, caplog: pytest.LogCaptureFixture
) -> None:
    path = message_file(shelf.folder)
    left(engine, path)
    path.unlink()
    left(engine, message_file(shelf.folder, "00ffffffffff", loud=0), "00ffffffffff")
    made = writer(engine, shelf, models)
    assert [await made.next() for _ in range(3)] == [True, True, False]
    assert (found(engine), found(engine, "00ffffffffff")) == (("failed", ""), ("done", ""))
    assert caplog.text.count("is not written down") == 1


async def test_one_whose_handoff_is_not_known_yet_waits(engine: Engine, shelf: MessageShelf) -> None:
    left(engine, message_file(shelf.folder), known=False)
    assert not await writer(engine, shelf, {}).next()


async def test_secrets_are_taken_out(engine: Engine, shelf: MessageShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    left(engine, message_file(shelf.folder))
    told: list[Any] = []

    def said(*given: object, **named: object) -> tuple[Said, ...]:
        told.append((given[3], named["sides"]))
        one = Said("caller", "کارتم 6037991234567893 است", 0, 900, 0.5)
        return (one, replace(one, text="سلام"))

    monkeypatch.setattr(transcribing, "write_down", said)
    assert await writer(engine, shelf, {}).next()
    assert found(engine) == ("done", "کارتم [card] است سلام")
    assert told == [("fa", ("caller",))]
