"""A caller who talks with flows: what is done outside of them comes from a table of answers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import yaml

from nlu.flows.effects import Ask, Check, Checked, Confirm, Do, Done, Effect, HandOff, Result, Say
from nlu.flows.heard import Heard
from nlu.flows.model import Book
from nlu.flows.read import read_book
from nlu.flows.state import State
from nlu.flows.turn import Turn

NOW = datetime(2026, 11, 30, 10, 0)


def book(text: str) -> Book:
    """The flows of a YAML text, which has no mistake."""
    found, mistakes = read_book({"flows.yml": yaml.safe_load(text)})
    assert mistakes == {}
    return found


class Talk:
    """One conversation; `slots` and `packed` as a call keeps them. Each turn gives what was done, as short words."""

    def __init__(self, flows: str, outside: Mapping[str, Callable[[dict[str, Any]], Result]] | None = None) -> None:
        self.book = book(flows)
        self.outside = dict(outside or {})
        self.slots: dict[str, Any] = {}
        self.packed: Any = None

    def says(
        self,
        text: str,
        intent: str = "inform",
        also: Sequence[tuple[str, str]] = (),
        *,
        lost: bool = False,
        keys: str = "",
    ) -> list[str]:
        """What a turn brings about."""
        heard = Heard(text, intent, 1.0, "fa", NOW, keys=keys, also=also, lost_before=lost)
        return self._run(lambda turn: turn.take(), heard)

    def resumes(self, *, offered: bool = False) -> list[str]:
        """What comes behind a rule that answered in between, or offered something."""
        return self._run(lambda turn: turn.resume(offered=offered), Heard("", "ask_hours", 1.0, "fa", NOW))

    def _run(self, begin: Callable[[Turn], Any], heard: Heard) -> list[str]:
        turn = Turn(self.book, State.unpack(self.packed), self.slots, heard)
        steps, result, done = begin(turn), None, []
        while True:
            try:
                effect = steps.send(result)
            except StopIteration:
                break
            done += _told(effect)
            result = self._answer(effect, turn.slots)
        self.slots |= turn.changed
        self.packed = turn.state.pack()
        return done

    def _answer(self, effect: Effect, slots: dict[str, Any]) -> Result:
        if isinstance(effect, Do):
            return self.outside[effect.action](slots) if effect.action in self.outside else Done()
        if isinstance(effect, Check):
            return self.outside[effect.action]({**slots, "readings": list(effect.readings)})
        return None


def _told(effect: Effect) -> list[str]:
    match effect:
        case Say():
            return [effect.response]
        case Do():
            return [effect.action]
        case Ask():
            return [f"ask {effect.slot.name} {effect.style}{f' {effect.said}' if effect.said else ''}"]
        case Confirm():
            return [f"confirm {effect.value}"]
        case Check():
            return [f"check {' '.join(str(one) for one in effect.readings)}"]
        case HandOff():
            return [effect.response, f"human {effect.reason}"]
    return []


def only(*known: str) -> Callable[[dict[str, Any]], Checked]:
    """A check that takes the first reading which the records know."""
    return lambda slots: Checked(next((one for one in slots["readings"] if one in known), None))
