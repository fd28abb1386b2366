"""What config.yml names: whether it is there, and is such."""

from pathlib import Path
from typing import Any

import pytest

from bot.cli.named_files import named_files
from bot.settings.settings import Settings

SARA = {"id": "101", "uri": "sip:101@127.0.0.9"}


def queue(**keys: Any) -> dict[str, Any]:
    return {"handoff": {"agents": [SARA], "queues": [{"name": "q", **keys}]}}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"speech": {"recordings": "nowhere"}}, "speech.recordings: there is no folder"),
        ({"speech": {"models": {"fa": "nowhere"}}}, "speech.models.fa:"),
        ({"speech": {"voices": {"ar": "nowhere.onnx"}}}, "speech.voices.ar:"),
        (queue(music="nothere.wav"), "handoff.queues.0.music: the music"),
        (queue(music="config.yml"), "cannot be read (file does not start with RIFF id)"),
        (queue(music="."), "Is a directory"),
        ({"recordings": {"which": "all", "folder": "config.yml/in"}}, "recordings.folder: this user may not write"),
    ],
)
def test_what_is_not_there_or_no_such_thing(tmp_path: Path, values: dict[str, Any], told: str) -> None:
    (tmp_path / "config.yml").write_text("sip: {port: 5060}\n", encoding="utf-8")
    [finding] = named_files(Settings.model_validate({"home": tmp_path, **values}))
    assert finding.level == "lack"
    assert told in str(finding)


def test_a_disk_that_takes_no_recordings_stops_no_start(tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    values = {"recordings": {"which": "all", "folder": "a-file/in"}}
    [finding] = named_files(Settings.model_validate({"home": tmp_path, **values}))
    assert not finding.stops


def test_what_is_there_is_not_told(tmp_path: Path) -> None:
    assert list(named_files(Settings.model_validate({"home": tmp_path, "recordings": {"which": "all"}}))) == []
