"""One turn of the caller: the open question is answered, put off or left, or a flow begins. Pure; see `walk`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nlu.flows import patterns
from nlu.flows.effects import Confirm, Do, Say
from nlu.flows.heard import SOFT, Readings
from nlu.flows.judging import Judging
from nlu.flows.model import Flow
from nlu.flows.walk import Steps
from nlu.values import Kind, Reading


class Turn(Judging):
    """See the module. `take` is the whole turn."""

    def take(self) -> Steps:
        """What is to be done for this turn, until the next question or the end."""
        heard = self._heard
        flow = self.book.triggered(heard.intent, heard.confidence, heard.entities, self.slots)
        self._keep_others(flow)
        if self._question is not None and self._stack:
            yield from self._answer(flow)
        elif flow is not None:
            yield from self._enter(flow)
        elif not self._stack and not self._kept:
            yield Say("utter_not_understood")
            self.over = True
        if self._question is None and not self.over:
            yield from self.walk()
        if self._question is None and not self.over:
            yield Say("utter_anything_else")

    def resume(self, *, offered: bool = False) -> Steps:
        """A rule answered in between: the open question is put again; where one offered something, that goes first."""
        if offered:
            self.forget()
        elif self._question is not None:
            yield self.ask("back")

    def read_ahead(self, flow: Flow, text: str) -> dict[str, Any]:
        """See `Walk.read_ahead`: of each kind the first slot, where the words have one that cannot be anything."""
        found: dict[str, Any] = {}
        kinds: list[Kind] = []
        for name in flow.collected:
            slot = self.book.slots.get(name)
            if slot is None or slot.kind.name in SOFT or slot.kind in kinds:
                continue
            if readings := [one for one in self._heard.of(slot.kind, text) if not one.part]:
                kinds.append(slot.kind)
                found[name] = readings
        return found

    def _keep_others(self, flow: Flow | None) -> None:
        for intent, text in self._heard.also:
            other = self.book.triggered(intent, slots=self.slots)
            under_way = {*(frame.flow for frame in self._stack), *(name for name, _ in self._kept)}
            if other is not None and other != flow and other.id not in under_way:
                self._kept.append((other.id, text))

    def _enter(self, flow: Flow) -> Steps:
        """Begin a flow; where it is under way already, what lies on top of it is left."""
        under_way = [frame.flow for frame in self._stack]
        if flow.id in under_way:
            del self._stack[under_way.index(flow.id) :]
        yield from self.begin(flow, self.read_ahead(flow, self._heard.text))

    # --- while a question is open -----------------------------------------------------------------------------------

    def _answer(self, flow: Flow | None) -> Steps:
        question, intent = self._open, self._heard.intent
        if question.proposed:
            yield from self._confirmed(flow)
        elif readings := self._readings():
            yield from self.judge(readings)
            if self._question is None and not self.over:
                self.went_on()
        elif flow is not None:
            yield from self._digress(flow)
        elif intent in patterns.EXITS:
            self.forget()
            yield Do(patterns.EXITS[intent])
            self.over = True
        elif intent in patterns.SMALL_TALK:
            yield Say(patterns.SMALL_TALK[intent])
            yield self.ask("back")
        else:
            yield from self._otherwise(intent)

    def _readings(self) -> Readings:
        """The turn as an answer: `inform`, yes and no are answers; other intents where a whole value was said.

        «نه» is a nine and a no: as a part of a number it is none.
        """
        intent, kind = self._heard.intent, self._slot.kind
        if intent in patterns.LOST | {patterns.INFORM} or (kind.name == "text" and self._is_own(intent)):
            return self._heard.as_value(kind)
        if kind.name not in SOFT:
            return [one for one in self._heard.as_value(kind) if not one.part]
        if kind.name == "yesno" and intent in (patterns.AFFIRM, patterns.DENY):
            return (Reading(intent == patterns.AFFIRM, 0.0),)
        return ()

    def _is_own(self, intent: str) -> bool:
        """The flow under way is what it starts: told in full, «it is broken» is what was asked for."""
        return any(one.intent == intent for one in self.flow.triggers)

    def _digress(self, flow: Flow) -> Steps:
        """Another request: it comes first, and what was under way is gone back to."""
        under_way = [frame.flow for frame in self._stack]
        if flow.id == under_way[-1]:
            yield Say("utter_sure")
            yield self.ask("back")
        elif flow.id in under_way and not self.read_ahead(flow, self._heard.text):
            del self._stack[under_way.index(flow.id) + 1 :]
            self._question = None
        else:
            yield from self._enter(flow)

    def _otherwise(self, intent: str) -> Steps:
        if intent in (patterns.CANCEL, patterns.DENY):
            yield Say("utter_form_dropped")
            self._drop()
        elif intent == patterns.MORE:
            self.forget()
            yield Say("utter_how_can_help")
            self.over = True
        elif intent == patterns.DONT_KNOW:
            yield from self._does_not_have_it()
        elif intent == patterns.WAIT:
            yield Say("utter_wait")
            yield self.ask("silent")
        elif intent in patterns.REPEATS:
            yield Say("utter_again")
            yield self.ask("back")
        elif intent == patterns.WRONG:
            yield from self._wrong()
        elif intent == "out_of_scope" and self._heard.lost_before:
            self.forget()
            yield Do("action_hand_off")
            self.over = True
        else:
            yield from self._refuse("utter_not_understood")

    def _drop(self) -> None:
        self._stack.pop()
        self._question = None
        self._back = True

    def _does_not_have_it(self) -> Steps:
        if unknown := self.step.unknown:
            self._question = None
            self.go(unknown)
            return
        yield from self._give_up("utter_number_needed", "no_number")

    def _wrong(self) -> Steps:
        """The answer before is asked for again; where there was none, the question is put again."""
        filled = self._stack[-1].filled
        if not filled:
            yield Say("utter_sorry_number")
            yield self.ask("again")
            return
        yield Say("utter_sorry_number")
        before = filled[-1]
        step = next(step for step in self.flow.steps.values() if step.kind == "collect" and step.name == before)
        self._stack[-1] = replace(self._stack[-1], step=step.id, filled=filled[:-1])
        self.fill(before, None)
        self._question = None

    def _confirmed(self, flow: Flow | None) -> Steps:
        """Yes or no to a value that was read back; another value, or another request, is neither."""
        intent, proposed = self._heard.intent, self._open.proposed
        other = [one for one in self._readings() if not one.part] if self._slot.kind.name not in SOFT else []
        if other and any(one.value != proposed[0] for one in other[:1]):
            self._question = replace(self._open, proposed=())
            yield from self.judge(other)
        elif intent == patterns.AFFIRM or other:
            self.answered(self._open.slot, proposed[0])
        elif intent in (patterns.DENY, patterns.WRONG):
            yield from self._denied(proposed[1:])
        else:
            self._question = replace(self._open, proposed=())
            if intent == patterns.REPEAT:
                self._question = replace(self._open, proposed=proposed)
                yield Confirm(self._slot, proposed[0])
                return
            yield from self._answer(flow)
            return
        if self._question is None and not self.over:
            self.went_on()
