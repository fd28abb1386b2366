"""What speaks and listens, as the settings say; a voice that is broken costs no start."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.service.speech import Speech, speaker_of
from bot.settings.settings import Settings
from tests.shipped import PROMPTS
from voice.errors import SpeakerLost
from voice.listen.pool import ListenerPool
from voice.speak.speaker import Speaker


class Voice:
    """Says the length of a text, or is broken."""

    def __init__(self, broken: bool = False) -> None:
        self._broken = broken
        self.prepared: dict[str, list[str]] = {}

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        if self._broken:
            raise SpeakerLost(language, "no voice")
        yield language.encode()
        yield str(len(text)).encode()

    async def apology(self, language: str) -> bytes:
        return f"sorry {language}".encode()

    async def prepare(self, texts: list[str], language: str) -> None:
        self.prepared[language] = texts


def speech(voice: Voice, tmp_path: Path) -> Speech:
    listeners = ListenerPool({"fa": {"general": tmp_path}}, workers=1)
    return Speech(PROMPTS, lambda text, _language: text, voice, listeners, ("fa",))  # type: ignore[arg-type]


async def test_each_language_has_its_apology_and_its_farewell(tmp_path: Path) -> None:
    made = speech(Voice(), tmp_path)
    assert await made.apologies() == {"fa": b"sorry fa", "ar": b"sorry ar"}
    closing = PROMPTS["ar"].call.closing
    assert (await made.farewells())["ar"] == f"ar{len(closing)}".encode()


async def test_a_voice_that_is_broken_leaves_the_farewell_unsaid(tmp_path: Path) -> None:
    assert await speech(Voice(broken=True), tmp_path).farewells() == {"fa": b"", "ar": b""}


async def test_every_fixed_sentence_is_prepared(tmp_path: Path) -> None:
    voice = Voice()
    await speech(voice, tmp_path).prepare(Path("data"))
    assert set(voice.prepared) == {"fa", "ar"}
    assert PROMPTS["fa"].call.apology in voice.prepared["fa"]
    assert not [text for texts in voice.prepared.values() for text in texts if "{" in text]


@pytest.mark.parametrize("folder", [None, Path("recordings")])
def test_recordings_are_sought_below_the_home(tmp_path: Path, folder: Path | None) -> None:
    settings = Settings.model_validate({"home": tmp_path, "speech": {"recordings": folder}})
    speaker = speaker_of(settings, PROMPTS, lambda text, _language: text, "1")
    assert isinstance(speaker, Speaker)
