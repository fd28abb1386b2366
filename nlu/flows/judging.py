"""What becomes of an answer: taken, asked back, refused with more help, or given up. Pure; see `walk` and `turn`."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nlu.flows import patterns
from nlu.flows.effects import Check, Checked, Confirm, HandOff, Say
from nlu.flows.heard import Heard, Readings
from nlu.flows.model import Book, SlotKind
from nlu.flows.state import Question, State
from nlu.flows.walk import Steps, Walk
from nlu.values import Reading, join, parse_kind

ANY_NUMBER = parse_kind("digits")
NEAR = 1.0
"""Nats: a reading that costs so little more might as well be meant."""


class Judging(Walk, ABC):
    """The part of a turn that judges answers."""

    def __init__(self, book: Book, state: State, slots: Mapping[str, Any], heard: Heard) -> None:
        super().__init__(book, state, slots)
        self._heard = heard

    @property
    def _open(self) -> Question:
        assert self._question is not None
        return self._question

    @property
    def _slot(self) -> SlotKind:
        return self.slot(self._open.slot)

    def judge(self, readings: Any) -> Steps:
        """See `Walk.judge`."""
        slot, step = self._slot, self.step
        if self._open.before:
            readings = join(slot.kind, [Reading(one, part=True) for one in self._open.before], readings)
        whole = [one for one in readings if not one.part] or self._put_right()
        if not whole:
            yield from self._part(readings)
            return
        if step.check:
            yield from self._checked(step.check, whole)
            return
        allowed = [one for one in whole if not self._rejection(one.value)]
        if not allowed:
            yield from self._refuse(self._rejection(whole[0].value), whole[0].value)
        elif slot.confirm == "always" or (slot.confirm == "doubtful" and _doubtful(allowed)):
            self._question = replace(self._open, proposed=tuple(one.value for one in allowed))
            yield Confirm(slot, allowed[0].value)
        else:
            self.answered(slot.name, allowed[0].value)

    def _put_right(self) -> list[Reading]:
        """The number that was refused last, with what this turn says of its digits."""
        refused = self._open.refused
        if not refused or self._heard.keys or not self._slot.kind.least:
            return []
        mended = self._heard.of(self._slot.kind, f"{refused} {self._heard.text}")
        return [one for one in mended if not one.part and one.value != refused]

    def _rejection(self, value: Any) -> str:
        slots = {**self.slots, self._open.slot: value}
        return next((one.utter for one in self.step.rejections if one.condition.holds(slots)), "")

    def _checked(self, action: str, whole: Readings) -> Steps:
        checked = yield Check(action, self._slot, tuple(one.value for one in whole))
        assert isinstance(checked, Checked)
        for name, value in checked.slots.items():
            self.fill(name, value)
        if checked.ended:
            self.forget()
            self.over = True
        elif checked.value is not None:
            self.answered(self._open.slot, checked.value)
        else:
            yield from self._refuse("" if checked.said else "utter_not_understood", whole[0].value)

    def _part(self, readings: Readings) -> Steps:
        """Only a part was said: it is kept, and the rest asked for."""
        parts = tuple(one.value for one in readings)
        if parts == self._open.before:
            yield from self._refuse("utter_not_understood")
            return
        self._question = replace(self._open, before=parts)
        yield self.ask("rest", str(parts[0]))

    def _denied(self, others: tuple[Any, ...]) -> Steps:
        self._question = replace(self._open, proposed=others)
        if others:
            yield Confirm(self._slot, others[0])
        else:
            yield from self._refuse("utter_sorry_number")

    def _refuse(self, response: str, value: Any = "") -> Steps:
        """An answer was none: said why, and asked again with more help; in the end a human."""
        tries = self._open.tries + 1
        if tries >= patterns.TRIES_MOST:
            yield from self._give_up("utter_given_up", "bad_number")
            return
        if response:
            plain = response == "utter_not_understood" and self._some_digits()
            yield Say(response, rather=f"utter_wrong_{self._open.slot}" if plain else "")
        self._question = replace(self._open, tries=tries, before=(), refused=str(value), proposed=())
        yield self.ask("keys" if tries == patterns.TRIES_MOST - 1 else "again")

    def _some_digits(self) -> bool:
        """A number was said, if not one of this kind."""
        return bool(self._heard.as_value(ANY_NUMBER))

    def _give_up(self, response: str, reason: Any) -> Steps:
        slot = self._open.slot
        self.forget()
        yield HandOff(response, slot, reason)
        self.over = True


def _doubtful(readings: Readings) -> bool:
    """The likeliest lacks something that was guessed, or another is nearly as likely."""
    first, *others = readings
    return bool(first.lacks) or any(one.cost - first.cost < NEAR for one in others)
