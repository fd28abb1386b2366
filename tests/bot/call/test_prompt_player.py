"""Saying: worded, fed in order, stopped at once, never left running."""

import asyncio
from collections.abc import AsyncIterator

from bot.call.played import CUT_MARK
from bot.call.prompt_player import PromptPlayer, Spoken
from voice.audio import FRAME_BYTES, FRAME_MS


class Tape:
    """A playback that keeps what it is fed and is done when told, or when stopped."""

    def __init__(self) -> None:
        self.fed = b""
        self.stopped = False
        self.paused = False
        self.over = asyncio.Event()

    def feed(self, pcm: bytes) -> None:
        self.fed += pcm

    def pause(self, on: bool) -> None:
        self.paused = on

    def end(self) -> None:
        self.over.set()

    def stop(self) -> None:
        self.stopped = self.stopped or not self.over.is_set()
        self.over.set()

    async def done(self) -> Spoken:
        await self.over.wait()
        return Spoken(not self.stopped, 1.0 if self.fed else None, len(self.fed))


class Letters:
    """A voice that says the letters themselves, one chunk each, and waits where told."""

    def __init__(self) -> None:
        self.pause_at = ""
        self.go_on = asyncio.Event()

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        for letter in text:
            if letter == self.pause_at:
                await self.go_on.wait()
            yield letter.encode()


def mouth_and_tapes(voice: Letters) -> tuple[PromptPlayer, list[Tape], list[tuple[str, bool]]]:
    tapes: list[Tape] = []

    def play() -> Tape:
        tapes.append(Tape())
        return tapes[-1]

    def keep(text: str, spoken: Spoken) -> None:
        told.append((text, spoken.completed))

    told: list[tuple[str, bool]] = []
    player = PromptPlayer(play, voice, lambda text, language: f"{text}.{language}", "fa", keep)
    return player, tapes, told


async def test_texts_are_worded_and_said_in_order() -> None:
    player, tapes, told = mouth_and_tapes(Letters())
    spoken = await player.speak(["ab", "c"])
    assert tapes[0].fed == b"ab.fac.fa"
    assert spoken == Spoken(True, 1.0, 9)
    assert not player.speaking
    assert told == [("ab c", True)]


async def test_stop_silences_at_once_and_says_nothing_more() -> None:
    voice = Letters()
    voice.pause_at = "b"
    player, tapes, told = mouth_and_tapes(voice)
    saying = asyncio.create_task(player.speak(["ab", "c"]))
    while not tapes or not tapes[0].fed:
        await asyncio.sleep(0)
    player.stop()
    assert tapes[0].stopped
    voice.go_on.set()
    spoken = await saying
    assert tapes[0].fed == b"a"
    assert not spoken.completed
    assert told == [("", False)]


async def test_what_was_told_is_what_was_played() -> None:
    class Words(Letters):
        async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
            yield bytes(FRAME_BYTES * 100)

    class Stopped(Tape):
        async def done(self) -> Spoken:
            await self.over.wait()
            return Spoken(False, 1.0, FRAME_MS * 150)

    told: list[str] = []
    player = PromptPlayer(Stopped, Words(), lambda text, _: text, "fa", lambda text, _: told.append(text))
    await player.speak(["سلام سارا", "چه کمکی از من برمی‌آید"])
    await player.play_pcm("ببخشید مشکلی پیش آمد", bytes(FRAME_BYTES * 200))
    assert told == [f"سلام سارا چه کمکی از{CUT_MARK}", f"ببخشید مشکلی{CUT_MARK}"]


async def test_pause_reaches_the_playback_while_there_is_one() -> None:
    voice = Letters()
    voice.pause_at = "b"
    player, tapes, told = mouth_and_tapes(voice)
    player.pause(True)
    saying = asyncio.create_task(player.speak(["ab"]))
    while not tapes or not tapes[0].fed:
        await asyncio.sleep(0)
    player.pause(True)
    assert tapes[0].paused
    player.pause(False)
    voice.go_on.set()
    assert (await saying).completed
    assert told == [("ab", True)]


async def test_a_cancelled_saying_stops_its_playback() -> None:
    voice = Letters()
    voice.pause_at = "a"
    player, tapes, told = mouth_and_tapes(voice)
    saying = asyncio.create_task(player.speak(["a"]))
    while not tapes:
        await asyncio.sleep(0)
    saying.cancel()
    await asyncio.wait({saying})
    assert tapes[0].stopped
    assert not player.speaking
    assert told == [("", False)]


async def test_ready_made_sound_is_played_to_its_end() -> None:
    player, tapes, told = mouth_and_tapes(Letters())
    assert (await player.play_pcm("ببخشید", b"sorry")).completed
    assert tapes[0].fed == b"sorry"
    assert told == [("ببخشید", True)]


async def test_a_text_of_another_language_is_said_in_its_own() -> None:
    tape = Tape()

    class Named(Letters):
        async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
            yield f"{language}:{text} ".encode()

    player = PromptPlayer(
        lambda: tape, Named(), lambda text, language: language + text, "fa", own_languages={"b": "ar"}
    )
    await player.speak(["a", "b", "c"])
    assert tape.fed == b"fa:faa ar:arb fa:fac "
