"""Messages that are kept: listed, restored from their files, opened, expired, deleted, adopted after a kill."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.recordings.errors import KeyUnknown, RecordingBroken
from bot.recordings.facts import Facts, read_facts
from bot.recordings.writing import DONE, Writing
from bot.store.database import open_database
from bot.voicemail.shelf import MessageShelf, export_message, speech_s
from handoff import rows as handoffs
from handoff.record import new_record
from handoff.states import State
from handoff.voicemail import rows
from handoff.voicemail.message import NOTE, Message
from tests.bot.erasing.life import packet
from tests.bot.recordings.made import KEY, KEYS, OTHER_KEYS
from tests.bot.voicemail.made import LOUD, PACKET, LevelEar, message_file
from voice.audio import to_samples


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'hatef.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def shelf(tmp_path: Path, engine: Engine) -> MessageShelf:
    return MessageShelf(tmp_path / "voicemail", KEYS, engine)


def listed(engine: Engine) -> Message | None:
    with engine.connect() as connection:
        return rows.find(connection, PACKET)


def handed(engine: Engine, *, promised: bool, number: str = "") -> None:
    """The handoff with which the message was left."""
    record = new_record(packet(PACKET, "c1", number)).moved(State.FAILED)
    with engine.begin() as connection:
        handoffs.save(connection, record.moved(State.CALLBACK) if promised else record)


def test_a_message_gets_its_row(shelf: MessageShelf, engine: Engine) -> None:
    path = message_file(shelf.folder)
    shelf.keep(path, read_facts(path, KEYS))
    found = listed(engine)
    assert found is not None
    assert (found.file, found.length_ms, found.whole) == (f"{PACKET}{DONE}", 3_000, True)
    assert found.size_bytes == path.stat().st_size
    assert (found.transcript, found.words, found.left_at.year) == ("", "", 2023)


def test_a_database_that_is_away_costs_no_message(shelf: MessageShelf, engine: Engine) -> None:
    path = message_file(shelf.folder)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE handoff_voicemails RENAME TO away"))
    shelf.keep(path, read_facts(path, KEYS))
    assert shelf.behind
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO handoff_voicemails"))
    handed(engine, promised=True)
    assert shelf.restore() == 1
    assert (listed(engine) is not None, shelf.behind) == (True, False)
    assert shelf.restore() == 0


def test_it_is_looked_again_while_the_handoff_is_not_in_the_database(shelf: MessageShelf, engine: Engine) -> None:
    message_file(shelf.folder)
    shelf.restore()
    assert shelf.behind
    handed(engine, promised=True)
    shelf.restore()
    assert not shelf.behind


def test_what_a_killed_run_left_is_kept_as_far_as_it_was_written_and_promised(
    shelf: MessageShelf, engine: Engine
) -> None:
    """Also of a caller whose number is hidden, whose handoff is left behind as failed."""
    message_file(shelf.folder, whole=False)
    handed(engine, promised=False)
    assert shelf.adopt(LevelEar, least_s=1.0) == 1
    assert shelf.restore() == 2
    found = listed(engine)
    assert found is not None
    assert (found.whole, found.length_ms) == (False, 2_000)  # whole pieces of two seconds
    with engine.connect() as connection:
        (promise,) = handoffs.callbacks(connection, 10)
        assert list(rows.open_ones(connection)) == [PACKET]
    assert promise.note == NOTE


def test_what_a_killed_run_left_of_silence_is_none(shelf: MessageShelf) -> None:
    path = message_file(shelf.folder, loud=40, quiet=100, whole=False)
    assert shelf.adopt(LevelEar, least_s=1.0) == 0
    assert not path.exists()


def test_one_that_somebody_records_just_now_is_left_alone(shelf: MessageShelf) -> None:
    writing = Writing(shelf.folder, KEY, Facts(PACKET, 1))
    assert shelf.adopt(LevelEar, least_s=1.0) == 0
    assert writing.path.exists()
    writing.close()


@pytest.mark.parametrize(("ending", "head"), [(".ogg", b"OggS"), (".flac", b"fLaC"), (".wav", b"RIFF")])
def test_it_is_opened_in_every_format(shelf: MessageShelf, engine: Engine, ending: str, head: bytes) -> None:
    message_file(shelf.folder)
    shelf.restore()
    found = listed(engine)
    assert found is not None
    sound, flaw = export_message(shelf.folder, KEYS, found, ending)
    assert (sound[:4], flaw) == (head, "")
    if ending == ".wav":
        assert len(sound) > 2 * 24_000
        assert sound[-2 * 24_000 :][:320] == LOUD


def test_it_opens_with_its_key_alone_and_says_what_it_lacks(shelf: MessageShelf, engine: Engine) -> None:
    path = message_file(shelf.folder)
    shelf.restore()
    found = listed(engine)
    assert found is not None
    with pytest.raises(KeyUnknown):
        export_message(shelf.folder, OTHER_KEYS, found, ".wav")
    path.write_bytes(path.read_bytes()[:-10])
    assert export_message(shelf.folder, KEYS, found, ".wav")[1] == "it was cut"
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(RecordingBroken):
        export_message(shelf.folder, KEYS, found, ".wav")


def test_the_old_ones_go_with_their_rows(shelf: MessageShelf, engine: Engine) -> None:
    path = message_file(shelf.folder)
    shelf.restore()
    assert shelf.expire(1_700_000_000_000) == 0
    assert shelf.expire(1_700_000_000_001) == 1
    assert (path.exists(), listed(engine)) == (False, None)


def test_whatever_there_is_of_a_handoff_is_deleted(shelf: MessageShelf) -> None:
    message_file(shelf.folder)
    other = message_file(shelf.folder, "00ffffffffff")
    (shelf.folder / f"{PACKET}.part.bad").write_bytes(b"x")
    assert shelf.count([PACKET]) == 2
    assert shelf.delete_files([PACKET]) == 2
    assert (shelf.count([PACKET]), other.exists()) == (0, True)


def test_speech_is_counted_whatever_the_pieces() -> None:
    sound = to_samples(LOUD * 50 + bytes(320 * 25) + LOUD * 25)
    assert speech_s(iter([sound[:777], sound[777:]]), LevelEar()) == pytest.approx(1.5, abs=0.05)
