"""The machine that walks through flows, as a generator: it yields what is to be done and is sent what came of it. Pure.

                       ┌────────────── yields Do, Say, Check … ◀──┐
a turn of the caller ──▶ answer the open question, or begin a flow ──▶ step after step ──▶ a question (Ask), or the end
                                                                           ▲                    │
                                        the flow beneath is gone back to ──┴── END of a flow ◀──┘

Nothing of it waits or knows of Rasa: `bot/skills/flows` runs it with real actions, tests with their own answers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from typing import Any

from nlu.flows.effects import Ask, Began, Do, Done, Effect, Result, Say, Style
from nlu.flows.model import END, ROWS, Book, Flow, SlotKind, Step
from nlu.flows.state import Frame, Question, State

STEPS_MOST = 200
"""Steps of one turn; a flow that goes on for longer turns in a circle."""
Steps = Generator[Effect, Result, None]


class EndlessFlow(Exception):
    """A flow turns in a circle without asking anything."""

    def __init__(self, flow: str) -> None:
        super().__init__(f"flow '{flow}' goes on for more than {STEPS_MOST} steps without a question")
        self.flow = flow


class Walk(ABC):
    """One turn's way through the flows. `state` and `changed` are what is to be kept of it."""

    def __init__(self, book: Book, state: State, slots: Mapping[str, Any]) -> None:
        self.book = book
        self.slots: dict[str, Any] = dict(slots)
        self.changed: dict[str, Any] = {}
        known = all(self._is_known(frame) for frame in state.stack)
        if known and state.question is not None:
            known = bool(state.stack) and state.question.slot in book.slots
        state = state if known else State()  # that of another release
        self._stack = list(state.stack)
        self._question = state.question
        self._kept = list(state.kept)
        self._at_hand: dict[str, Any] = {}
        """By slot, what the caller said of it before it was asked for: readings of one sentence."""
        self._back = False
        """A flow has just ended, and the one beneath it goes on."""
        self.over = False
        """Nothing more happens in this turn: a human takes over, goodbye was said, or an action asked something."""

    @property
    def state(self) -> State:
        """Where the conversation stands now."""
        return State(tuple(self._stack), self._question, tuple(self._kept))

    def _is_known(self, frame: Frame) -> bool:
        flow = self.book.flows.get(frame.flow)
        return flow is not None and (frame.step in flow.steps or frame.step == END)

    # --- what the parts of a turn work with -------------------------------------------------------------------------

    @property
    def flow(self) -> Flow:
        """The flow under way."""
        return self.book.flows[self._stack[-1].flow]

    @property
    def step(self) -> Step:
        """The step it stands at."""
        return self.flow.steps[self._stack[-1].step]

    def slot(self, name: str) -> SlotKind:
        """What a slot holds; where it chooses among rows, those that the last look-up found."""
        return self.book.slots[name].among(self.slots.get(ROWS))

    def fill(self, name: str, value: Any) -> None:
        """Write a slot."""
        self.slots[name] = self.changed[name] = value

    def forget(self) -> None:
        """Nothing is under way any more."""
        self._stack.clear()
        self._kept.clear()
        self._question = None

    def begin(self, flow: Flow, at_hand: Mapping[str, Any], *, anew: bool = True) -> Steps:
        """Put a flow on top of what is under way; what it asks for is asked for `anew`."""
        if flow.ends_others:
            self.forget()
        for name in flow.collected if anew else ():
            if name not in flow.persisted and self.slots.get(name) is not None:
                self.fill(name, None)
        self._at_hand.update(at_hand)
        self._question, self._back = None, False
        self._stack.append(Frame(flow.id, flow.first))
        yield Began(flow)

    def go(self, target: str) -> None:
        """Stand at another step of the flow under way."""
        top = self._stack[-1]
        self._stack[-1] = Frame(top.flow, target, top.filled)

    def went_on(self) -> None:
        """Leave the step by the first of its ways that is open."""
        ways = self.step.ways
        self.go(next((way.target for way in ways if way.condition is None or way.condition.holds(self.slots)), END))

    def answered(self, name: str, value: Any) -> None:
        """The question is answered."""
        self.fill(name, value)
        self._question = None
        top = self._stack[-1]
        filled = (*(one for one in top.filled if one != name), name)
        self._stack[-1] = Frame(top.flow, top.step, filled)

    # --- step after step --------------------------------------------------------------------------------------------

    def walk(self) -> Steps:
        """From where it stands to the next question or the end of everything."""
        for _ in range(STEPS_MOST):
            yield from self._to_what_is_next()
            if not self._stack:
                return
            flow = self._stack[-1].flow
            yield from self._step()
            if self._question is not None or self.over:
                return
        raise EndlessFlow(flow)

    def _to_what_is_next(self) -> Steps:
        """Leave the flows that are done; where none is left, a request that was kept is next."""
        while not self._stack or self._stack[-1].step == END:
            if self._stack:
                self._stack.pop()
                self._back = True
            elif self._kept:
                yield from self._next_kept()
            else:
                return

    def _next_kept(self) -> Steps:
        name, text = self._kept.pop(0)
        flow = self.book.flows.get(name)
        if flow is not None and (flow.guard is None or flow.guard.holds(self.slots)):
            yield Say("utter_and_now")
            yield from self.begin(flow, self.read_ahead(flow, text))

    @abstractmethod
    def read_ahead(self, flow: Flow, text: str) -> dict[str, Any]:
        """By slot, what `text` says of what a flow will ask for."""

    def _step(self) -> Steps:
        step = self.step
        if step.kind == "collect":
            yield from self._collect(step)
            return
        if step.kind == "action":
            yield from self._act(step)
        elif step.kind == "set_slots":
            for name, value in step.values.items():
                self.fill(name, value)
            self.went_on()
        elif step.kind in ("link", "call"):
            yield from self._other(step)
        else:
            self.went_on()

    def _act(self, step: Step) -> Steps:
        done = yield Do(step.name, step)
        assert isinstance(done, Done)
        for name, value in done.slots.items():
            self.fill(name, value)
        if done.ended:
            self.forget()
        elif done.asked:
            self._stack.pop()  # the caller answers that now, and no longer this flow
        else:
            self.went_on()
        self.over = done.ended or done.asked

    def _other(self, step: Step) -> Steps:
        """`link` leaves the flow for another one, `call` comes back from it."""
        self.went_on()
        other = self.book.flows.get(step.name)
        if step.kind == "link":
            self._stack.pop()
        if other is not None:
            yield from self.begin(other, {}, anew=step.kind == "link")

    def _collect(self, step: Step) -> Steps:
        known = self.slots.get(step.name) is not None
        if known and not (step.asks_always and step.name not in self._stack[-1].filled):
            self.went_on()
            return
        self._question = Question(step.name)
        if step.name in self._at_hand:
            yield from self.judge(self._at_hand.pop(step.name))
            if self._question is None and not self.over:
                self.went_on()
        else:
            yield self.ask("back" if self._back else "first")

    @abstractmethod
    def judge(self, readings: Any) -> Steps:
        """What becomes of an answer, given its readings; the question stays open where it was none."""

    def ask(self, style: Style, said: str = "") -> Ask:
        """The question that is open, put in that style."""
        return Ask(self.step, self.slot(self.step.name), style, said)
