"""Messages in the list of call-backs: their words, and their sound."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.messages import left_messages, words_of
from bot.settings.secrets import Secrets
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from handoff.voicemail import rows
from handoff.voicemail.message import Message
from tests.bot.cli.test_callbacks import IDS, config, hatef
from tests.bot.recordings.made import SECRET
from tests.bot.voicemail.made import message_file

__all__ = ["config"]


@pytest.fixture
def spoken(config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With the first promise a message was left."""
    monkeypatch.setattr("bot.settings.settings.of_this_process", lambda: Secrets(recording_key=SECRET))
    settings = load_settings(config)
    path = message_file(settings.voicemail_folder, IDS[0])
    engine = open_database(settings.database_url(settings.journal.url))
    with engine.begin() as connection:
        rows.save(connection, Message(IDS[0], path.name, 1, 3_000, 9, whole=True))
        rows.written_down(connection, IDS[0], "done", "لطفاً با من تماس بگیرید")
    engine.dispose()
    return config


def test_a_message_is_in_the_list_with_its_length_and_words(spoken: Path) -> None:
    shown = hatef("list", "--config", str(spoken)).stdout
    assert shown.count("voicemail") == 1
    (told,) = left_messages(load_settings(spoken)).values()
    assert words_of(told) == "voicemail, 3 s: «لطفاً با من تماس بگیرید»"
    assert words_of(replace(told, transcript="", whole=False)) == "voicemail, 3 s, cut: not written down yet"
    assert words_of(replace(told, transcript="failed")) == "voicemail, 3 s: could not be written down"


def test_where_there_is_no_database_there_are_no_messages(tmp_path: Path) -> None:
    assert left_messages(Settings(home=tmp_path)) == {}


def test_a_message_is_heard(spoken: Path, tmp_path: Path) -> None:
    sound = tmp_path / "message.wav"
    told = hatef("listen", IDS[0], str(sound), "--config", str(spoken))
    assert (told.exit_code, "3 s" in told.stdout, sound.read_bytes()[:4]) == (0, True, b"RIFF")
    assert hatef("listen", IDS[0], str(tmp_path / "a.mp3"), "--config", str(spoken)).exit_code == 2


def test_one_that_is_cut_or_gone_is_told(spoken: Path, tmp_path: Path) -> None:
    sound = tmp_path / "message.wav"
    path = load_settings(spoken).voicemail_folder / f"{IDS[0]}.hrec"
    path.write_bytes(path.read_bytes()[:-10])
    assert "it is not whole" in hatef("listen", IDS[0], str(sound), "--config", str(spoken)).stderr
    path.unlink()
    for packet_id in IDS[:2]:
        none = hatef("listen", packet_id, str(sound), "--config", str(spoken))
        assert (none.exit_code, "no message was left" in none.stderr) == (1, True)
