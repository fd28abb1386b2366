"""Two ears heard as one."""

import asyncio
from dataclasses import replace

import pytest

from bot.call.language import parallel as parallel
from bot.call.language.parallel import ParallelRecognisers
from tests.bot.conftest import ScriptedEar
from tests.bot.deeds import merges
from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    ListenerLost,
    ListenEvent,
    NoInput,
    OnListenEvent,
    SpeechStarted,
    Utterance,
)


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
        self.events: asyncio.Queue[ListenEvent] = asyncio.Queue()
        self.both = ParallelRecognisers(self._open, "fa", self.events.put_nowait)
        self.both.add("ar")
        self.turn = 0

    def _open(self, language: str, on_event: OnListenEvent) -> FedEar:
        ear = self.fa if language == "fa" else self.ar
        ear.on_event = on_event
        return ear

    def expect(self) -> None:
        self.turn += 1
        self.both.expect("general", turn=self.turn, no_input_ms=5000, end_silence_ms=600)

    async def heard(self) -> ListenEvent:
        """The next event, whatever the number of its turn."""
        event = await asyncio.wait_for(self.events.get(), 2)
        return event if isinstance(event, ListenerLost) else replace(event, turn=0)

    def utterances(self) -> dict[str, Utterance]:
        """What both made of the turn, whatever its number."""
        return {language: replace(one, turn=0) for language, one in self.both.utterances.items()}


def said(text: str, language: str) -> Utterance:
    return Utterance(text, (), 0.8, language, 1.0, 2.0, 2.1)


FA, AR, SILENCE = said("سلام", "fa"), said("مرحبا", "ar"), NoInput(5000, 3.0)


@pytest.fixture
async def pair() -> Pair:
    return Pair()


async def test_both_are_fed_armed_and_told(pair: Pair) -> None:
    pair.expect()
    pair.both.playing(True)
    pair.both.feed(b"frame")
    for ear in (pair.fa, pair.ar):
        assert (ear.frames, ear.expected, ear.told) == ([b"frame"], ["language"], [True])
    assert pair.both.languages == ("fa", "ar")


async def test_the_line_hears_the_lead_and_both_are_kept(pair: Pair) -> None:
    pair.expect()
    pair.ar.hear(AR)
    pair.fa.hear(FA)
    assert await pair.heard() == FA
    assert pair.utterances() == {"fa": FA, "ar": AR}


@pytest.mark.parametrize("order", [("fa", "ar"), ("ar", "fa")])
async def test_words_go_before_silence(pair: Pair, order: tuple[str, str]) -> None:
    pair.expect()
    for language in order:
        getattr(pair, language).hear(SILENCE if language == "fa" else AR)
    assert await pair.heard() == AR


async def test_silence_of_both_is_silence(pair: Pair) -> None:
    pair.expect()
    pair.fa.hear(SILENCE)
    pair.ar.hear(SILENCE)
    assert await pair.heard() == SILENCE
    assert pair.utterances() == {}


async def test_a_late_ear_is_not_waited_for_and_then_ignored(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "OTHER_WAIT_S", 0.02)
    pair.expect()
    pair.ar.hear(AR)
    assert await pair.heard() == AR
    pair.fa.hear(SILENCE)
    pair.fa.hear(SpeechStarted(4.0))
    assert await pair.heard() == SpeechStarted(4.0)
    assert pair.events.empty()


async def test_the_next_turn_forgets_the_last(pair: Pair) -> None:
    pair.expect()
    pair.ar.hear(AR)
    await asyncio.sleep(0)
    pair.expect()
    pair.fa.hear(FA)
    pair.ar.hear(SILENCE)
    assert await pair.heard() == FA
    assert pair.utterances() == {"fa": FA}


async def test_the_kept_one_is_heard_alone(pair: Pair) -> None:
    pair.both.keep("ar")
    assert pair.fa.closed and not pair.ar.closed
    pair.both.feed(b"frame")
    assert (pair.fa.frames, pair.ar.frames) == ([], [b"frame"])
    pair.fa.hear(SpeechStarted(1.0))
    pair.ar.hear(BargeInSuspected(1.0))
    pair.expect()
    assert pair.ar.expected == ["general"]
    pair.ar.hear(AR)
    assert [await pair.heard(), await pair.heard()] == [BargeInSuspected(1.0), AR]


async def test_only_the_lead_suspects_and_withdraws_but_whoever_is_sure_is_believed(pair: Pair) -> None:
    for event in (BargeInSuspected(1.0), BargeInWithdrawn(2.0)):
        pair.ar.hear(event)
        pair.fa.hear(event)
        assert await pair.heard() == event
        assert pair.events.empty()
    for ear in (pair.ar, pair.fa):
        ear.hear(BargeInConfirmed(3.0))
        assert await pair.heard() == BargeInConfirmed(3.0)


async def test_an_end_of_the_turn_before_is_no_end_of_this_one(pair: Pair) -> None:
    pair.expect()
    pair.expect()
    for ear, said_late in ((pair.fa, FA), (pair.ar, AR)):
        ear.on_event(replace(said_late, turn=1))
    assert pair.events.empty()
    pair.fa.hear(SILENCE)
    pair.ar.hear(AR)
    assert await pair.heard() == AR


async def test_a_lost_lead_is_told_and_the_other_one_is_only_left_out(pair: Pair) -> None:
    pair.expect()
    pair.fa.hear(FA)
    pair.ar.hear(ListenerLost("its process ended", 3.0))
    assert await pair.heard() == FA
    pair.fa.hear(ListenerLost("its process ended", 4.0))
    assert isinstance(await pair.heard(), ListenerLost)


async def test_closing_closes_both_and_may_be_done_twice(pair: Pair) -> None:
    pair.both.close()
    pair.both.close()
    assert pair.fa.closed and pair.ar.closed


STARTED, SUSPECTED, CONFIRMED = SpeechStarted(1.0), BargeInSuspected(1.0), BargeInConfirmed(1.0)


@pytest.mark.parametrize(
    ("fa", "ar", "end"),
    [
        ((SUSPECTED, CONFIRMED, FA), (SUSPECTED, CONFIRMED, AR), FA),
        ((SILENCE,), (STARTED, AR), AR),
        ((STARTED, FA), (SILENCE,), FA),
        ((SILENCE,), (SILENCE,), SILENCE),
        ((SUSPECTED, FA), (ListenerLost("its process ended", 3.0),), FA),
    ],
)
async def test_in_every_order_of_both_the_call_is_told_of_one_end_and_late_words_of_neither_are_one(
    fa: tuple[ListenEvent, ...], ar: tuple[ListenEvent, ...], end: Utterance | NoInput
) -> None:
    late = {"fa": said("late", "fa"), "ar": said("late", "ar")}
    for order in merges(tuple(("fa", one) for one in fa), tuple(("ar", one) for one in ar)):
        pair = Pair()
        pair.expect()
        pair.expect()
        for language, event in order:
            ear = pair.fa if language == "fa" else pair.ar
            ear.on_event(replace(late[language], turn=1))
            ear.hear(event)
        told = [pair.events.get_nowait() for _ in range(pair.events.qsize())]
        ends = [one for one in told if isinstance(one, Utterance | NoInput)]
        assert ends == [replace(end, turn=2)], order
        assert told[-1] == ends[0]
        assert "late" not in {one.text for one in pair.utterances().values()}
