"""Two recognisers on one caller while the language is open; the one that is left when it is known.

leg ──▶ feed ─┬─▶ fa ──▶ utterance ─┐ both ended, or the other is late
              └─▶ ar ──▶ utterance ─┴──▶ one event for the call; all of them in `utterances`
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from bot.call.ports import SpeechInput
from bot.call.turn_taking import Awaited
from voice.events import (
    BargeInConfirmed,
    ListenerLost,
    ListenEvent,
    NoInput,
    OnListenEvent,
    SpeechStarted,
    Utterance,
)

OTHER_WAIT_S = 0.8
"""How long the turn of one recogniser waits for the other's."""

OpenEar = Callable[[str, OnListenEvent], SpeechInput]
"""A recogniser of one language that tells what it hears."""
_End = Utterance | NoInput


class ParallelRecognisers:
    """A `SpeechInput` over one or two others; `lead` is the language whose ear decides where they differ.

    `on_event` is told what one recogniser would tell: one end a turn, and barge-in as the lead suspects it.
    """

    def __init__(self, open_ear: OpenEar, lead: str, on_event: OnListenEvent) -> None:
        self.lead = lead
        self.utterances: Mapping[str, Utterance] = {}
        """What each language's recogniser made of the last turn; of one that was too late there is nothing."""
        self._open = open_ear
        self._on_event = on_event
        self._ears: dict[str, SpeechInput] = {}
        self._all: tuple[SpeechInput, ...] = ()  # replaced whole: the media thread walks it
        self._ends: dict[str, _End] = {}
        self._awaited: int | None = None  # the turn whose end is to come
        self._late: asyncio.TimerHandle | None = None
        self.add(lead)

    @property
    def languages(self) -> tuple[str, ...]:
        """What is listened for."""
        return tuple(self._ears)

    def add(self, language: str) -> None:
        """Let a recogniser of `language` listen too, from the next `expect` on. Raises as the opening does."""
        if language in self._ears:
            return
        self._ears[language] = self._open(language, partial(self._take, language))
        self._all = tuple(self._ears.values())

    def keep(self, language: str) -> None:
        """Only `language` listens from here on."""
        self.add(language)
        self.lead = language
        for other in [other for other in self._ears if other != language]:
            self._drop(other)

    def feed(self, pcm: bytes) -> None:
        """One frame of the caller; media thread."""
        for ear in self._all:
            ear.feed(pcm)

    def sent(self, pcm: bytes) -> None:
        """One frame of ours, whose echo may come back; media thread."""
        for ear in self._all:
            ear.sent(pcm)

    def expect(self, kind: Awaited, *, turn: int, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        """Arm the next turn of every ear; while there are two, an answer of any kind also tells its language."""
        self._settled()
        self._awaited = turn
        if len(self._ears) > 1:
            kind = "language"
        for ear in self._ears.values():
            ear.expect(kind, turn=turn, no_input_ms=no_input_ms, end_silence_ms=end_silence_ms, digit_count=digit_count)

    def playing(self, on: bool) -> None:
        """The bot speaks, or has ended."""
        for ear in self._ears.values():
            ear.playing(on)

    def switch(self, language: str) -> None:
        """See `keep`."""
        self.keep(language)

    def close(self) -> None:
        """The call is over. May be called twice."""
        self._settled()
        for language in list(self._ears):
            self._drop(language)

    def _take(self, language: str, event: ListenEvent) -> None:
        if language not in self._ears:
            return  # closed; what it told was on its way
        match event:
            case Utterance() | NoInput():
                self._ended(language, event)
            case SpeechStarted() | BargeInConfirmed():
                self._on_event(event)
            case ListenerLost() if language != self.lead:
                self._drop(language)
                self._settle_if_all()
            case _ if language == self.lead:
                self._on_event(event)

    def _ended(self, language: str, end: _End) -> None:
        if end.turn != self._awaited:
            return  # the other one was too late; the call has moved on
        self._ends[language] = end
        if self._late is None:
            self._late = asyncio.get_running_loop().call_later(OTHER_WAIT_S, self._settle)
        self._settle_if_all()

    def _settle_if_all(self) -> None:
        if self._ends and self._ends.keys() >= self._ears.keys():
            self._settle()

    def _settle(self) -> None:
        """One end for the line: words before silence, the lead's before the other's."""
        ends = sorted(self._ends.items(), key=lambda pair: pair[0] != self.lead)
        said = {language: end for language, end in ends if isinstance(end, Utterance)}
        self._settled()
        self.utterances = said
        self._on_event(next(iter(said.values()), ends[0][1]))

    def _settled(self) -> None:
        self._awaited = None
        self._ends = {}
        self.utterances = {}
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _drop(self, language: str) -> None:
        ear = self._ears.pop(language)
        self._all = tuple(self._ears.values())
        ear.close()
