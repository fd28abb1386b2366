"""Where a conversation stands in its flows; kept between the turns of a call in one slot, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Frame:
    """A flow that is under way, and the step it stands at. `filled`: the slots it got from the caller, in order."""

    flow: str
    step: str
    filled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """The question that is open: which slot it asks for, and what was said to it up to now."""

    slot: str
    tries: int = 0
    """So many answers were refused."""
    before: tuple[str, ...] = ()
    """What was said of the value so far, where it comes in parts, in all its readings."""
    refused: str = ""
    """The value that was refused last: «آخرش پنج بود» puts it right."""
    proposed: tuple[Any, ...] = ()
    """Values that the caller is asked to confirm, the first of them now."""


@dataclass(frozen=True)
class State:
    """The flows under way, the innermost last; the open question; requests that wait, as flow and words."""

    stack: tuple[Frame, ...] = ()
    question: Question | None = None
    kept: tuple[tuple[str, str], ...] = ()

    def pack(self) -> dict[str, Any] | None:
        """As JSON; None where nothing is under way."""
        if not self.stack and not self.kept:
            return None
        question = self.question
        asked = None if question is None else _open(question)
        frames = [[one.flow, one.step, list(one.filled)] for one in self.stack]
        return {"stack": frames, "question": asked, "kept": [list(one) for one in self.kept]}

    @classmethod
    def unpack(cls, value: Any) -> State:
        """What `pack` made; nothing under way where it is none of that."""
        try:
            stack = tuple(Frame(str(flow), str(step), tuple(filled)) for flow, step, filled in value["stack"])
            kept = tuple((str(flow), str(text)) for flow, text in value["kept"])
            return cls(stack, _question(value["question"]), kept)
        except (KeyError, TypeError, ValueError):
            return cls()


def _open(question: Question) -> dict[str, Any]:
    found = {"slot": question.slot, "tries": question.tries, "refused": question.refused}
    return {**found, "before": list(question.before), "proposed": list(question.proposed)}


def _question(value: Mapping[str, Any] | None) -> Question | None:
    if value is None:
        return None
    before, proposed = tuple(value["before"]), tuple(value["proposed"])
    return Question(str(value["slot"]), int(value["tries"]), before, str(value["refused"]), proposed)
