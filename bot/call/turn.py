"""The caller's running turn: what happens on the line in, at most one `CallerTurn` out.

# behind words ──▶ only says that they are over
first key ──▶ keys count, words are only kept ──▶ last key, or its time is over ──▶ keys, or keys and words together
otherwise ──▶ speech or silence, as the recogniser ends it
"""

import asyncio
import time
from typing import Protocol

from bot.call.keypad import END, Keypad, joined
from bot.call.signals import Signal
from bot.dialogue.caller_turn import CallerTurn
from bot.errors import RecogniserDown
from voice.events import BargeInConfirmed, KeyPressed, ListenerLost, NoInput, SpeechStarted, Utterance


class Interrupt(Protocol):
    """Stops the saying; True where something was being said."""

    def __call__(self, sure: bool) -> bool: ...


class Turn:
    """The caller's running turn: events in, at most one `CallerTurn` out."""

    def __init__(self, interrupt: Interrupt, keypad: Keypad, digit_count: int) -> None:
        self.digit_count = digit_count
        self._interrupt = interrupt
        self.keypad = keypad
        self._barged_in = False
        self._speaking = False
        """The caller speaks, and no word of it has come yet."""
        self._said: Utterance | None = None
        """What was said while keying."""

    def left_s(self) -> float | None:
        """How long the next key may take from now on; None where none has come yet."""
        due_s = self.keypad.due_s
        return None if due_s is None else max(0.0, due_s - _now_s())

    def take(self, event: Signal | None) -> CallerTurn | None:
        """Take one event in; None stands for the time-out after the last key."""
        match event:
            case KeyPressed() if event.digit == END and self._speaking and self.left_s() is None:
                return None
            case KeyPressed():
                self._barged_in |= self._interrupt(sure=True)
                return self._keyed() if self.keypad.press(event) else None
            case ListenerLost():
                raise RecogniserDown(event.reason)
        return self._heard(event) if self.left_s() is None else self._heard_while_keying(event)

    def _heard(self, event: Signal | None) -> CallerTurn | None:
        match event:
            case SpeechStarted() | BargeInConfirmed():
                self._speaking = True
                self._barged_in |= self._interrupt(sure=False)
            case Utterance():
                self._barged_in |= self._interrupt(sure=True)
                times = event.speech_ended_s, event.final_s
                loud = event.loudness_dbfs
                how = (self._barged_in, event.likely)
                return CallerTurn("speech", event.text, event.confidence, *times, *how, loudness_dbfs=loud)
            case NoInput():
                return CallerTurn("silence", ended_s=event.at_s, final_s=time.monotonic())
        return None

    def _heard_while_keying(self, event: Signal | None) -> CallerTurn | None:
        """Keys are sure, words beside them are not: they neither end the turn nor make it longer."""
        if isinstance(event, Utterance):
            self._said = event
        return None if self.left_s() else self._keyed()

    def _keyed(self) -> CallerTurn:
        keys, said = self.keypad, self._said
        if said is not None and keys.first_s is not None:
            text = joined(keys.keyed, keys.first_s, said, self.digit_count)
            if text is not None:
                ended_s = max(keys.last_s, said.speech_ended_s)
                return CallerTurn("speech", text, said.confidence, ended_s, time.monotonic(), self._barged_in)
        over_s = time.monotonic()
        return CallerTurn("keys", keys=keys.keyed, ended_s=keys.last_s, final_s=over_s, barged_in=self._barged_in)


def _now_s() -> float:
    """The loop's clock, which is `time.monotonic()`: the one that stamps the keys."""
    return asyncio.get_running_loop().time()
