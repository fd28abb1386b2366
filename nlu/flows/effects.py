"""What a flow wants done outside of it: the machine yields one of these and is sent what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from nlu.flows.model import Flow, SlotKind, Step

Style = Literal["first", "back", "again", "keys", "rest", "silent"]
"""How a question is put: the first time, after something else, after a refused answer, by keys at last, for what is
still missing of a value, or not at all because the caller only wants time."""


@dataclass(frozen=True)
class Say:
    """Say a response. `values` fill its placeholders beside the slots."""

    response: str
    values: Mapping[str, Any] = field(default_factory=dict)
    rather: str = ""
    """The response that goes before it, where the designer has one of that name."""


@dataclass(frozen=True)
class Do:
    """Run an action (or a response, or a look-up). Sent back: `Done`."""

    action: str
    step: Step | None = None
    """Where it stands, if in a step."""


@dataclass(frozen=True)
class Done:
    """What an action changed; `ended`: it brought a human or said goodbye."""

    slots: Mapping[str, Any] = field(default_factory=dict)
    ended: bool = False
    asked: bool = False
    """It asked the caller something itself («shall I connect you?»)."""


@dataclass(frozen=True)
class Ask:
    """Put the question of a step."""

    step: Step
    slot: SlotKind
    style: Style
    said: str = ""
    """What is known of the value already, where the rest is asked for."""


@dataclass(frozen=True)
class Confirm:
    """Ask whether a value is right."""

    slot: SlotKind
    value: Any


@dataclass(frozen=True)
class Check:
    """Let an action pick, of the readings of an answer, the one that the records know. Sent back: `Checked`."""

    action: str
    slot: SlotKind
    readings: Sequence[Any]


@dataclass(frozen=True)
class Checked:
    """The value that is right, None: none is; `said`: the action told the caller why."""

    value: Any = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    said: bool = False
    ended: bool = False


@dataclass(frozen=True)
class HandOff:
    """Bring a human: the answers to a question were refused too often, or the caller does not have it."""

    response: str
    slot: str
    reason: Literal["bad_number", "no_number", "no_match"]


@dataclass(frozen=True)
class Began:
    """A flow begins; nothing is to be done."""

    flow: Flow


Effect = Say | Do | Ask | Confirm | Check | HandOff | Began
Result = Done | Checked | None
