"""Two ears heard as one."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.call.language import parallel as two_ears
from bot.call.language.parallel import TwoEars
from tests.bot.conftest import ScriptedEar
from voice.events import ListenerLost, ListenEvent, NoInput, SpeechStarted, Utterance


class FedEar(ScriptedEar):
    """An ear that notes what it is fed and told."""

    def __init__(self) -> None:
        super().__init__([])
        self.frames: list[bytes] = []
        self.told: list[bool] = []

    def feed(self, pcm: bytes) -> None:
        self.frames.append(pcm)

    def playing(self, on: bool) -> None:
        self.told.append(on)


class Pair:
    """Two ears as one, and the two."""

    def __init__(self) -> None:
        self.fa, self.ar = FedEar(), FedEar()
        self.both = TwoEars(lambda language: getattr(self, language), "fa")
        self.both.add("ar")

    def expect(self) -> None:
        self.both.expect("general", no_input_ms=5000, end_silence_ms=600)

    async def heard(self) -> ListenEvent:
        return await asyncio.wait_for(self.both.events.get(), 2)


def said(text: str, language: str) -> Utterance:
    return Utterance(text, (), 0.8, language, 1.0, 2.0, 2.1)


FA, AR, SILENCE = said("سلام", "fa"), said("مرحبا", "ar"), NoInput(5000, 3.0)


@pytest.fixture
async def pair() -> Pair:
    return Pair()


@pytest.fixture(autouse=True)
def _closed(pair: Pair) -> Iterator[None]:
    yield
    assert pair.fa.on_doubt is None or not pair.fa.closed


async def test_both_are_fed_armed_and_told(pair: Pair) -> None:
    pair.expect()
    pair.both.playing(True)
    pair.both.feed(b"frame")
    for ear in (pair.fa, pair.ar):
        assert (ear.frames, ear.expected, ear.told) == ([b"frame"], ["language"], [True])
    assert pair.both.languages == ("fa", "ar")


async def test_the_line_hears_the_lead_and_both_are_kept(pair: Pair) -> None:
    pair.expect()
    pair.ar.events.put_nowait(AR)
    pair.fa.events.put_nowait(FA)
    assert await pair.heard() == FA
    assert pair.both.utterances == {"fa": FA, "ar": AR}


@pytest.mark.parametrize("order", [("fa", "ar"), ("ar", "fa")])
async def test_words_go_before_silence(pair: Pair, order: tuple[str, str]) -> None:
    pair.expect()
    for language in order:
        getattr(pair, language).events.put_nowait(SILENCE if language == "fa" else AR)
    assert await pair.heard() == AR


async def test_silence_of_both_is_silence(pair: Pair) -> None:
    pair.expect()
    pair.fa.events.put_nowait(SILENCE)
    pair.ar.events.put_nowait(SILENCE)
    assert await pair.heard() == SILENCE
    assert pair.both.utterances == {}


async def test_a_late_ear_is_not_waited_for_and_then_ignored(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_ears, "OTHER_WAIT_S", 0.02)
    pair.expect()
    pair.ar.events.put_nowait(AR)
    assert await pair.heard() == AR
    pair.fa.events.put_nowait(SILENCE)
    pair.fa.events.put_nowait(SpeechStarted(4.0))
    assert await pair.heard() == SpeechStarted(4.0)
    assert pair.both.events.empty()


async def test_the_next_turn_forgets_the_last(pair: Pair) -> None:
    pair.expect()
    pair.ar.events.put_nowait(AR)
    await asyncio.sleep(0)
    pair.expect()
    pair.fa.events.put_nowait(FA)
    pair.ar.events.put_nowait(SILENCE)
    assert await pair.heard() == FA
    assert pair.both.utterances == {"fa": FA}


async def test_the_kept_one_is_heard_alone(pair: Pair) -> None:
    doubts: list[bool] = []
    pair.both.on_doubt = doubts.append
    pair.both.keep("ar")
    assert pair.fa.closed and not pair.ar.closed
    pair.both.feed(b"frame")
    assert (pair.fa.frames, pair.ar.frames) == ([], [b"frame"])
    assert pair.ar.on_doubt is not None
    pair.ar.on_doubt(True)
    pair.expect()
    assert pair.ar.expected == ["general"]
    pair.ar.events.put_nowait(AR)
    assert (await pair.heard(), doubts) == (AR, [True])


async def test_only_the_lead_doubts(pair: Pair) -> None:
    doubts: list[bool] = []
    pair.both.on_doubt = doubts.append
    assert pair.fa.on_doubt is not None and pair.ar.on_doubt is not None
    pair.ar.on_doubt(True)
    pair.fa.on_doubt(False)
    assert doubts == [False]


async def test_a_lost_lead_is_told_and_the_other_one_is_only_left_out(pair: Pair) -> None:
    pair.expect()
    pair.fa.events.put_nowait(FA)
    pair.ar.events.put_nowait(ListenerLost("its process ended", 3.0))
    assert await pair.heard() == FA
    pair.fa.events.put_nowait(ListenerLost("its process ended", 4.0))
    assert isinstance(await pair.heard(), ListenerLost)


async def test_closing_closes_both_and_may_be_done_twice(pair: Pair) -> None:
    pair.both.close()
    pair.both.close()
    assert pair.fa.closed and pair.ar.closed
