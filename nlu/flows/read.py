"""Files of flows to a book: `flows` and `slots` as YAML gives them in, flows and every mistake out. Pure.

A flow's steps may stand in each other (`then:` with a list); they become one table of steps with the ways between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args

from nlu.errors import BadKind
from nlu.flows.mistakes import Mistakes, Place
from nlu.flows.model import Book, Confirm, Flow, RowChoice, SlotKind, Trigger
from nlu.flows.read_steps import condition_of, listed, names_of, read_steps, strange_keys
from nlu.values import Kind, parse_kind

FLOW_KEYS = frozenset(
    "name description if nlu_trigger persisted_slots steps ends_others".split()
    + ["always_include_in_prompt", "run_pattern_completed"]
)
SLOT_KEYS = frozenset({"kind", "confirm", "initial_value", "from_rows"})
INTENT_KEYS = frozenset({"name", "confidence_threshold", "entities"})
ROW_KEYS = frozenset({"value", "say"})
RESERVED = frozenset(
    "text custom image buttons elements quick_replies attachment response template metadata value".split()
)
"""Names that mean something else in a message of Rasa's."""


def read_book(documents: Mapping[str, Any]) -> tuple[Book, dict[str, Mistakes]]:
    """All flows of some files.

    Args:
        documents: by a name (the file's), what YAML made of it.

    Returns:
        The book, of what could be read, and by the same names the mistakes; none where all is well.
    """
    flows: dict[str, Flow] = {}
    slots: dict[str, SlotKind] = {}
    found: dict[str, Mistakes] = {}
    for name, document in documents.items():
        mistakes = found.setdefault(name, Mistakes())
        if not isinstance(document, Mapping):
            mistakes.tell((), "the file holds no flows", "Write `flows:` and below it the name of the first one.")
            continue
        strange_keys(document, frozenset({"version", "flows", "slots"}), (), mistakes)
        for one in _slots(document.get("slots"), mistakes):
            if slots.setdefault(one.name, one) != one:
                mistakes.tell(("slots", one.name), f"slot '{one.name}' is declared twice", "Keep one of them.")
        for flow in _flows(document.get("flows"), mistakes):
            if flows.setdefault(flow.id, flow) is not flow:
                mistakes.tell(("flows", flow.id), f"there are two flows '{flow.id}'", "Rename one of them.")
    return Book(flows, slots), {name: mistakes for name, mistakes in found.items() if mistakes}


def _slots(declared: Any, mistakes: Mistakes) -> list[SlotKind]:
    if declared is None:
        return []
    if not isinstance(declared, Mapping):
        mistakes.tell(("slots",), "`slots:` is no map", "Write below it e.g. `order_number: {kind: digits(5)}`.")
        return []
    read = (_slot(str(name), value, mistakes) for name, value in declared.items())
    return [one for one in read if one is not None]


def _slot(name: str, value: Any, mistakes: Mistakes) -> SlotKind | None:
    at: Place = ("slots", name)
    value = value if isinstance(value, Mapping) else {"kind": value}
    if name in RESERVED:
        mistakes.tell(
            at, f"a slot may not be called '{name}'", "Rasa's messages have that name already: choose another."
        )
    confirm = value.get("confirm", "always" if "from_rows" in value else "doubtful")
    if confirm not in get_args(Confirm):
        mistakes.tell((*at, "confirm"), f"`confirm:` is '{confirm}'", f"Write {' or '.join(get_args(Confirm))}.")
    declared = _declared(value, at, mistakes)
    try:
        kind = parse_kind(declared)
    except BadKind as error:
        mistakes.tell((*at, "kind"), str(error), "docs/values.md lists the kinds.")
        return None
    rows = _rows(value["from_rows"], kind, (*at, "from_rows"), mistakes) if "from_rows" in value else None
    if kind.name == "choice" and not kind.choices and "from_rows" not in value:
        mistakes.tell(at, f"choice '{name}' has no choices", "Write `choices: {home: {fa: [خانه], ar: [البيت]}}`.")
    return SlotKind(name, kind, confirm, value.get("initial_value"), declared, rows)


def _declared(value: Mapping[Any, Any], at: Place, mistakes: Mistakes) -> Any:
    """What `parse_kind` is given: all that is not the reader's own, nor one of its own keys written wrong."""
    own = SLOT_KEYS - {"kind"}
    wrong = {key: one for key, one in value.items() if key not in own and get_close_matches(str(key), own, 1)}
    strange_keys(wrong, own, at, mistakes)
    declared = {key: one for key, one in value.items() if key not in own and key not in wrong}
    return declared if set(declared) - {"kind"} else declared.get("kind")


def _rows(declared: Any, kind: Kind, at: Place, mistakes: Mistakes) -> RowChoice | None:
    """`from_rows: {value: COLUMN, say: "text with {column}"}` of a choice."""
    if kind.name != "choice" or kind.choices:
        mistakes.tell(
            at, "`from_rows:` is for a choice that has none", "Write it of `kind: choice`, without `choices:`."
        )
    if not isinstance(declared, Mapping) or not all(isinstance(declared.get(key), str) for key in ROW_KEYS):
        mistakes.tell(at, "`from_rows:` needs two texts", 'Write `{value: COLUMN, say: "text with {column}"}`.')
        return None
    strange_keys(declared, ROW_KEYS, at, mistakes)
    return RowChoice(declared["value"], declared["say"])


def _flows(declared: Any, mistakes: Mistakes) -> list[Flow]:
    if declared is None:
        return []
    if not isinstance(declared, Mapping):
        mistakes.tell(("flows",), "`flows:` is no map", "Write the name of a flow below it, and `steps:` below that.")
        return []
    read = (_flow(str(name), value, mistakes) for name, value in declared.items())
    return [one for one in read if one is not None]


def _flow(name: str, value: Any, mistakes: Mistakes) -> Flow | None:
    at: Place = ("flows", name)
    if not isinstance(value, Mapping) or not value.get("steps"):
        mistakes.tell(at, f"flow '{name}' has no steps", "Write `steps:` below it, with `- collect:` or `- action:`.")
        return None
    strange_keys(value, FLOW_KEYS, at, mistakes)
    steps = read_steps(value["steps"], (*at, "steps"), mistakes)
    if not steps:
        return None
    guard = condition_of(value["if"], (*at, "if"), mistakes) if "if" in value else None
    return Flow(
        name,
        str(value.get("description") or ""),
        steps,
        next(iter(steps)),
        str(value.get("name") or name.replace("_", " ")),
        _triggers(value.get("nlu_trigger"), (*at, "nlu_trigger"), mistakes),
        guard,
        names_of(value.get("persisted_slots"), (*at, "persisted_slots"), mistakes),
        bool(value.get("ends_others")),
    )


def _triggers(declared: Any, at: Place, mistakes: Mistakes) -> tuple[Trigger, ...]:
    """`- intent: NAME` or `- intent: {name: NAME, confidence_threshold: 0.8}`; `entities: [NAME]` is ours."""
    found = []
    for number, one in enumerate(listed(declared)):
        intent = one.get("intent") if isinstance(one, Mapping) else one
        name = intent.get("name") if isinstance(intent, Mapping) else intent
        least = intent.get("confidence_threshold", 0.0) if isinstance(intent, Mapping) else 0.0
        if not isinstance(name, str) or not isinstance(least, (int, float)):
            mistakes.tell((*at, number), "a trigger names no intent", "Write `- intent: ask_balance`.")
            continue
        place: Place = (*at, number)
        if isinstance(one, Mapping):
            strange_keys(one, frozenset({"intent"}), place, mistakes)
        if not isinstance(intent, Mapping):
            found.append(Trigger(name))
            continue
        place = (*place, "intent")
        strange_keys(intent, INTENT_KEYS, place, mistakes)
        entities = names_of(intent.get("entities"), (*place, "entities"), mistakes)
        found.append(Trigger(name, float(least), entities))
    return tuple(found)
