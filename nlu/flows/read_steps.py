"""The steps of one flow, read into a table with the ways between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from nlu.flows.conditions import BadCondition, Condition, parse
from nlu.flows.mistakes import Mistakes, Place
from nlu.flows.model import END, Rejection, Step, Way

KINDS = ("collect", "action", "set_slots", "link", "call", "noop")
STEP_KEYS = frozenset({"id", "description", "next", *KINDS})
COLLECT_KEYS = STEP_KEYS | frozenset(
    "utter ask_before_filling reset_after_flow_ends force_slot_filling rejections check unknown".split()
)
ACTION_KEYS = STEP_KEYS | frozenset({"inputs", "outputs"})
KEYS_OF = {"collect": COLLECT_KEYS, "action": ACTION_KEYS}
"""The keys of a step of that kind; of any other, `STEP_KEYS`."""
_NEVER = parse("false")


def strange_keys(
    value: Mapping[Any, Any], known: frozenset[str], at: Place, mistakes: Mistakes, extra: frozenset[str] = frozenset()
) -> None:
    """Tell every key that means nothing here."""
    for key in value:
        if key not in known and key not in extra:
            near = get_close_matches(str(key), known, 1)
            remedy = f"Did you mean '{near[0]}'?" if near else f"Known are: {', '.join(sorted(known))}."
            mistakes.tell((*at, key), f"'{key}' means nothing here", remedy)


def condition_of(text: Any, at: Place, mistakes: Mistakes) -> Condition:
    """The condition that stands there; where it is none, one that never holds."""
    try:
        return parse("" if text is None else str(text))
    except BadCondition as error:
        mistakes.tell(at, f"the condition '{text}' cannot be read: {error}", "Write e.g. `slots.amount > 100`.")
        return _NEVER


def listed(declared: Any) -> list[Any]:
    """A list as it stands; what stands alone is a list of one, nothing is none."""
    if declared is None:
        return []
    return declared if isinstance(declared, list) else [declared]


def names_of(declared: Any, at: Place, mistakes: Mistakes) -> frozenset[str]:
    """A list of names, or one name alone; what is none is told."""
    ones = listed(declared)
    if not all(isinstance(one, str) for one in ones):
        mistakes.tell(at, f"`{at[-1]}:` is no list of names", f"Write `{at[-1]}: [NAME]`.")
    return frozenset(one for one in ones if isinstance(one, str))


def read_steps(declared: Any, at: Place, mistakes: Mistakes) -> dict[str, Step]:
    """The steps by id, the first one first."""
    reader = _Steps(mistakes)
    reader.read(declared, at, "")
    reader.tell_lost()
    return reader.steps


class _Steps:
    """Collects the steps of one flow."""

    def __init__(self, mistakes: Mistakes) -> None:
        self.steps: dict[str, Step] = {}
        self._mistakes = mistakes
        self._leads: list[tuple[str, Place]] = []
        """The steps that are named as the next ones, and where."""

    def tell_lost(self) -> None:
        """Tell every way that leads nowhere."""
        for target, at in self._leads:
            if target == END or target in self.steps:
                continue
            near = get_close_matches(target, self.steps, 1)
            remedy = f"Did you mean '{near[0]}'?" if near else "Write END, or the `id:` of a step of this flow."
            self._mistakes.tell(at, f"there is no step '{target}'", remedy)

    def read(self, declared: Any, at: Place, prefix: str) -> str:
        """Read a list of steps; the id of its first."""
        if not isinstance(declared, list) or not declared:
            self._mistakes.tell(
                at, "there is no list of steps", "Write `- collect: SLOT` or `- action: NAME` below it."
            )
            return END
        ids = [self._id(one, number, prefix) for number, one in enumerate(declared)]
        for number, one in enumerate(declared):
            following = ids[number + 1] if number + 1 < len(ids) else END
            self._step(one, ids[number], following, (*at, number))
        return ids[0]

    def _id(self, declared: Any, number: int, prefix: str) -> str:
        if isinstance(declared, Mapping) and declared.get("id"):
            return str(declared["id"])
        return f"{prefix}{number}_{_kind(declared) or 'step'}"

    def _step(self, declared: Any, name: str, following: str, at: Place) -> None:
        kind = _kind(declared)
        if not isinstance(declared, Mapping) or kind is None:
            self._mistakes.tell(at, "a step does nothing", f"Write one of {', '.join(KINDS)} in it.")
            self.steps[name] = Step(name, "noop")
            return
        if len(kinds := [one for one in KINDS if one in declared]) > 1:
            self._mistakes.tell(at, f"a step is {' and '.join(kinds)} at once", "Make two steps of it.")
        if name in self.steps:
            self._mistakes.tell(at, f"two steps are called '{name}'", "Give one of them another `id:`.")
        strange_keys(declared, KEYS_OF.get(kind, STEP_KEYS), at, self._mistakes)
        self.steps[name] = Step(name, "noop")  # keeps the order of the file
        self.steps[name] = Step(
            id=name,
            kind=kind,  # type: ignore[arg-type]
            name=str(declared[kind]) if kind not in ("set_slots", "noop") else "",
            ways=tuple(self._ways(declared.get("next"), following, name, (*at, "next"))),
            utter=str(declared.get("utter") or ""),
            values=self._values(declared["set_slots"], at) if kind == "set_slots" else {},
            rejections=tuple(self._rejections(declared.get("rejections"), at)),
            asks_always=bool(declared.get("ask_before_filling")),
            check=str(declared.get("check") or ""),
            unknown=self._lead(declared["unknown"], (*at, "unknown"), f"{name}_unknown_")
            if declared.get("unknown")
            else "",
            inputs=self._texts(declared, "inputs", at),
            outputs=self._texts(declared, "outputs", at),
        )

    def _lead(self, declared: Any, at: Place, prefix: str) -> str:
        """The id of the step to which it leads: one that it names, or the first of those that stand there."""
        if isinstance(declared, list):
            return self.read(declared, at, prefix)
        self._leads.append((str(declared), at))
        return str(declared)

    def _texts(self, declared: Mapping[Any, Any], key: str, at: Place) -> Mapping[str, str]:
        """`inputs: {NAME: SLOT}`: a map of texts, empty where there is none."""
        texts = declared.get(key, {})
        if isinstance(texts, Mapping) and all(isinstance(one, str) for pair in texts.items() for one in pair):
            return dict(texts)
        self._mistakes.tell((*at, key), f"`{key}:` is no map of texts", f"Write `{key}: {{name: slot}}`.")
        return {}

    def _ways(self, declared: Any, following: str, name: str, at: Place) -> Iterable[Way]:
        """`next: ID`, `next: END`, or a list of `if`/`then` and at last `else`."""
        if declared is None:
            yield Way(following)
            return
        if isinstance(declared, str):
            yield Way(self._lead(declared, at, ""))
            return
        for number, one in enumerate(listed(declared)):
            place: Place = (*at, number)
            if not isinstance(one, Mapping) or not ({"then", "else"} & set(one)):
                self._mistakes.tell(
                    place, "a branch leads nowhere", "Write `- if: CONDITION`, `then: ID`, and `- else: ID`."
                )
                continue
            strange_keys(one, frozenset({"if", "then", "else"}), place, self._mistakes)
            if "else" in one and set(one) & {"if", "then"}:
                self._mistakes.tell(place, "an `else:` stands in another branch", "Write `- else: ID` behind it.")
            condition = condition_of(one["if"], (*place, "if"), self._mistakes) if "if" in one else None
            key = "then" if "then" in one else "else"
            yield Way(self._lead(one[key], (*place, key), f"{name}_{number}_"), condition)
        yield Way(following)

    def _rejections(self, declared: Any, at: Place) -> Iterable[Rejection]:
        for number, one in enumerate(listed(declared)):
            place: Place = (*at, "rejections", number)
            if not isinstance(one, Mapping) or not {"if", "utter"} <= set(one):
                self._mistakes.tell(place, "a rejection needs `if:` and `utter:`", "Write both.")
                continue
            strange_keys(one, frozenset({"if", "utter"}), place, self._mistakes)
            yield Rejection(condition_of(one["if"], (*place, "if"), self._mistakes), str(one["utter"]))

    def _values(self, declared: Any, at: Place) -> dict[str, Any]:
        """`set_slots: [{a: 1}, {b: null}]`, or a map."""
        ones = listed(declared)
        if not ones or not all(isinstance(one, Mapping) and one for one in ones):
            self._mistakes.tell(
                (*at, "set_slots"), "`set_slots:` names no slots", "Write `set_slots: [{SLOT: value}]`."
            )
        return {str(name): value for one in ones if isinstance(one, Mapping) for name, value in one.items()}


def _kind(declared: Any) -> str | None:
    return next((kind for kind in KINDS if isinstance(declared, Mapping) and kind in declared), None)
