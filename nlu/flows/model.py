"""What a flow is made of, once it was read: steps by id, each with the ways on from it.

The format is that of Rasa's flows (https://rasa.com/docs/reference/primitives/flows), the part of it that docs/flows.md
names; `unknown`, `check` and `ends_others` are ours, and so is the map of slots beside `flows`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from nlu.flows.conditions import Condition
from nlu.text.languages import CODES
from nlu.values import Choice, Kind

END = "END"
"""Where a flow is over."""
LOOKUP = "lookup_"
"""What an action begins with that asks a service of data/services/."""
OUTCOME, ROWS = "outcome", "rows"
"""The slots in which each look-up leaves how it ended, and its first rows."""
Confirm = Literal["never", "doubtful", "always"]


@dataclass(frozen=True)
class Way:
    """Where it goes on, if `condition` holds; None holds always."""

    target: str
    condition: Condition | None = None


@dataclass(frozen=True)
class Rejection:
    """A value that is refused, and the response that says why."""

    condition: Condition
    utter: str


@dataclass(frozen=True)
class Step:
    """One step. What it has of the fields depends on its kind."""

    id: str
    kind: Literal["collect", "action", "set_slots", "link", "call", "noop"]
    name: str = ""
    """The slot, the action, or the other flow."""
    ways: tuple[Way, ...] = ()
    """The first whose condition holds is taken; none: the next step, or the end behind the last one."""
    utter: str = ""
    """The response that asks; "": `utter_ask_SLOT`, or the action `action_ask_SLOT` where there is one."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What is written into slots."""
    rejections: tuple[Rejection, ...] = ()
    asks_always: bool = False
    """`ask_before_filling`: a slot that is filled already is asked for all the same."""
    check: str = ""
    """The action that picks, of all readings, the one that the records know."""
    unknown: str = ""
    """Where it goes on with who does not have what is asked for."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """What an action is given, by the names that it uses."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Where what an action gives is kept, by the names that it uses."""
    line: int = 0


@dataclass(frozen=True)
class Trigger:
    """An intent that starts a flow, where it is so sure (0 to 1)."""

    intent: str
    least: float = 0.0
    entities: frozenset[str] = frozenset()
    """It must name these besides."""


@dataclass(frozen=True)
class Flow:
    """One task."""

    id: str
    description: str
    steps: Mapping[str, Step]
    first: str
    """The id of the step it begins with."""
    name: str = ""
    triggers: tuple[Trigger, ...] = ()
    guard: Condition | None = None
    """It starts only where this holds."""
    persisted: frozenset[str] = frozenset()
    """Slots that outlive it."""
    ends_others: bool = False
    """What was under way before is over with it; without this, it is gone back to afterwards."""
    line: int = 0

    @property
    def collected(self) -> tuple[str, ...]:
        """The slots it asks for, each once, in the order in which they stand."""
        return tuple(dict.fromkeys(step.name for step in self.steps.values() if step.kind == "collect"))


@dataclass(frozen=True)
class RowChoice:
    """Choices that rows of records are: the column that the slot keeps, and how a row is called, `{column}` filled."""

    value: str
    say: str

    def called(self, row: Mapping[str, Any]) -> str:
        """How a row is called; columns that it lacks are left out."""
        return " ".join(self.say.format_map(defaultdict(str, row.get("said") or {})).split())


@dataclass(frozen=True)
class SlotKind:
    """What a slot holds, how sure it must be, and whether it is written down."""

    name: str
    kind: Kind
    confirm: Confirm = "doubtful"
    initial: Any = None
    declared: Any = None
    """The kind as the designer wrote it, which travels to whoever reads it again."""
    rows: RowChoice | None = None
    """Of a choice whose choices are known only in the call."""

    def among(self, found: Any) -> SlotKind:
        """This slot, where it chooses among rows, with those that were `found`; any other as it is.

        A row is what the columns hold, and under `said` how they are said.
        """
        if self.rows is None:
            return self
        rows = [row for row in found or () if row.get(self.rows.value) is not None]
        by_id = {str(row[self.rows.value]): text for row in rows if (text := self.rows.called(row))}
        phrases = {name: {code: [text] for code in CODES} for name, text in by_id.items()}
        choices = tuple(Choice(name, dict.fromkeys(CODES, (text,))) for name, text in by_id.items())
        declared = {"kind": "choice", "choices": phrases}
        return replace(self, kind=replace(self.kind, choices=choices), declared=declared)


@dataclass(frozen=True)
class Book:
    """All flows and their slots."""

    flows: Mapping[str, Flow] = field(default_factory=dict)
    slots: Mapping[str, SlotKind] = field(default_factory=dict)

    def triggered(
        self,
        intent: str,
        confidence: float = 1.0,
        entities: frozenset[str] = frozenset(),
        slots: Mapping[str, Any] = MappingProxyType({}),
    ) -> Flow | None:
        """The flow that an intent starts, with these entities in the sentence and these slots."""
        for flow in self.flows.values():
            meant = any(_meant(one, intent, confidence, entities) for one in flow.triggers)
            if meant and (flow.guard is None or flow.guard.holds(slots)):
                return flow
        return None


def _meant(trigger: Trigger, intent: str, confidence: float, entities: frozenset[str]) -> bool:
    return trigger.intent == intent and confidence >= trigger.least and trigger.entities <= entities
