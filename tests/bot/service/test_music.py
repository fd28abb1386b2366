"""The music of a queue as it is read before the start and at it."""

from pathlib import Path

import pytest

from bot.errors import StartError
from bot.service.music import music_of
from bot.settings.settings import Settings


def test_no_file_is_no_music(tmp_path: Path) -> None:
    assert music_of(Settings(home=tmp_path), None) == b""


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"nothere\.wav cannot be read"):
        music_of(Settings(home=tmp_path), Path("nothere.wav"))
