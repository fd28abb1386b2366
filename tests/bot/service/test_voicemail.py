"""Opening what takes messages, as the service does: off, without a key, after a killed run, with the real ear."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.errors import StartError
from bot.lab.demo.scenario import SOUNDS
from bot.lab.evaluation.sound_file import read_sound
from bot.recordings import recorder as room
from bot.service.voicemail import mailbox, open_message_shelf, voicemail
from bot.settings.secrets import Secrets
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from handoff import rows as handoffs
from handoff.record import new_record
from handoff.states import State
from handoff.voicemail import rows
from handoff.voicemail.message import Fate, Taken
from tests.bot.erasing.life import packet
from tests.bot.recordings.made import SECRET
from tests.bot.voicemail.made import PACKET, message_file
from tests.handoff.doubles import OneCaller
from tests.shipped import PROMPTS
from voice.audio import FRAME_BYTES

ON = "handoff: {voicemail: {enabled: true}}\nrecordings: {least_free_mb: 0}\n"


def told(folder: Path, config: str, key: str = SECRET) -> Settings:
    (folder / "config.yml").write_text(config, encoding="utf-8")
    return load_settings(folder / "config.yml", Secrets(recording_key=key))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'hatef.db'}")
    yield engine
    engine.dispose()


async def test_nothing_is_taken_unless_it_is_asked_for(tmp_path: Path, engine: Engine) -> None:
    async with voicemail(told(tmp_path, "language: fa\n", key=""), engine) as taker:
        assert taker is None
        assert mailbox(taker, PROMPTS) is None
    assert not (tmp_path / "var" / "voicemail").exists()


async def test_without_a_key_hatef_does_not_start(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(StartError, match=r"handoff\.voicemail is on.*HATEF_RECORDING_KEY.*openssl rand -hex 32"):
        async with voicemail(told(tmp_path, ON, key=""), engine):
            pass


async def test_a_spoken_message_is_kept_and_stands_in_the_list(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "POLL_S", 0.01)
    settings, caller = told(tmp_path, ON), OneCaller()
    async with voicemail(settings, engine) as taker:
        assert taker is not None
        going = asyncio.create_task(taker.take(PACKET, caller))
        while caller.sink is None:
            await asyncio.sleep(0)
        pcm = read_sound(SOUNDS / "caller_hours.wav")
        for at in range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES):
            caller.sink(pcm[at : at + FRAME_BYTES])
        caller.keys.put_nowait("#")
        assert await going == Taken(Fate.KEPT)
    with engine.connect() as connection:
        found = rows.find(connection, PACKET)
    assert found is not None
    assert found.whole
    assert abs(found.length_ms - len(pcm) / 16) < 40


async def test_what_a_killed_run_left_is_kept_and_promised_before_the_first_call(
    tmp_path: Path, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    settings = told(tmp_path, ON)
    message_file(settings.voicemail_folder)
    with engine.begin() as connection:
        handoffs.save(connection, new_record(packet(PACKET, "c1", "")).moved(State.FAILED))
    async with voicemail(settings, engine):
        with engine.connect() as connection:
            assert handoffs.state(connection, PACKET) is State.CALLBACK
            assert list(rows.open_ones(connection)) == [PACKET]
    assert "2 were missing in the list" in caplog.text


async def test_a_database_that_is_away_does_not_keep_hatef_from_starting(
    tmp_path: Path, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    settings = told(tmp_path, ON)
    message_file(settings.voicemail_folder)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE handoff_voicemails"))
    async with voicemail(settings, engine) as taker:
        assert taker is not None
        assert mailbox(taker, PROMPTS) is not None
    assert "looked at again later" in caplog.text


def test_messages_lie_in_the_state_folder_wherever_that_is(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HATEF_STATE", str(tmp_path / "state"))
    assert open_message_shelf(told(tmp_path, ON), engine).folder == tmp_path / "state" / "voicemail"
