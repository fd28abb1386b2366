"""One service as a designer declares it, and what is wrong with that."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from bot.crm.services.declared_rest import parse_path, parse_request
from bot.crm.services.fields import DECLARED_INPUT, DECLARED_OUTPUT, BadField, parse_input, parse_output
from bot.crm.services.model import (
    BUDGET_MS,
    DEFAULT_SOURCE,
    LATER,
    OUTCOMES,
    ROWS_MOST,
    Input,
    Output,
    Service,
    Sql,
)
from bot.crm.services.rest_model import Rest
from bot.crm.services.statement import misread, miswritten, parameters
from bot.crm.services.templates import places
from bot.crm.services.values import LIKE, WAYS
from nlu.errors import DataProblem
from nlu.training.data_check.names import meant, unknown_keys
from nlu.training.data_check.read import Document, Map

KEYS = {
    "about", "source", "inputs", "sql", "writes", "rows", "limit", "outputs", "outcomes", "outcome_column", "own",
    "keep_s", "budget_ms", "sample", "request", "rows_at", "statuses",
}  # fmt: skip
NAME = re.compile(r"[a-z][a-z0-9_]*")
GIVEN = ("today", "key")
"""Parameters that need no input: the day, and the key of a request that writes."""
BOUNDS = {"limit": (1, 1_000), "budget_ms": (50, 10_000), "keep_s": (0, 86_400)}


class Declared:
    """Reads one entry of `services:`; `service` is None where it has a mistake."""

    def __init__(self, document: Document, name: str, entry: Map, line: int) -> None:
        self._document, self._name, self._entry, self._line = document, str(name), entry, line
        self.problems: list[DataProblem] = []
        if not NAME.fullmatch(self._name):
            self._wrong(line, f"'{name}' is no name of a service", "Use small letters, digits and _: order_status.")
        self.problems += unknown_keys(document, entry, KEYS, f"service '{name}'")
        self._inputs: Mapping[str, Input] = self._fields("inputs", parse_input, DECLARED_INPUT)
        self._outputs: Mapping[str, Output] = self._fields("outputs", parse_output, DECLARED_OUTPUT)
        self._named, self._sample = self._mapping("outcomes", "{none: taken}"), self._mapping("sample", "{number: 1}")
        self._ask: Sql | Rest = self._request() if "request" in entry else self._statements()
        self._look_at_outputs()
        self._look_at_outcomes()
        self._look_at_sample()
        numbers = {key: self._number(key, *BOUNDS[key]) for key in BOUNDS}
        self.service = None if any(problem.stops for problem in self.problems) else self._made(numbers)

    def _made(self, numbers: Mapping[str, float | None]) -> Service:
        entry = self._entry
        return Service(
            name=self._name,
            path=self._document.path,
            line=self._line,
            source=str(entry.get("source", DEFAULT_SOURCE)),
            ask=self._ask,
            inputs=self._inputs,
            outputs=self._outputs,
            about=str(entry.get("about") or ""),
            many=entry.get("rows") == "many",
            limit=int(numbers["limit"] or ROWS_MOST),
            budget_ms=int(numbers["budget_ms"] or BUDGET_MS),
            keep_s=float(numbers["keep_s"] or 0),
            named={str(one): str(name) for one, name in self._named.items()},
            outcome_at=str(entry.get("outcome_column") or ""),
            own=tuple(map(str, entry.get("own") or ())),
            sample=dict(self._sample),
        )

    def _wrong(self, line: int, what: str, remedy: str) -> None:
        self.problems.append(self._document.problem(line, what, remedy))

    def _at(self, key: str) -> int:
        return self._entry.lines.get(key, self._line)

    def _fields[T](self, key: str, parse: Any, example: str) -> dict[str, T]:
        """The inputs or outputs of the entry."""
        held, found = self._mapping(key, f"{key}: {{{example}}}"), dict[str, T]()
        for name, declared in held.items():
            try:
                found[str(name)] = parse(str(name), declared)
            except BadField as wrong:
                self._wrong(held.lines[name], f"{key[:-1]} '{name}' of '{self._name}' {wrong.what}", wrong.remedy)
        return found

    def _request(self) -> Rest:
        """Of a source over HTTP."""
        if "sql" in self._entry:
            self._wrong(self._at("sql"), f"'{self._name}' holds `sql:` beside `request:`", "Keep one of the two.")
        try:
            for path in (output.at for output in self._outputs.values()):
                parse_path(path)
            return parse_request(self._entry, self._inputs)
        except BadField as wrong:
            self._wrong(self._at("request"), f"service '{self._name}' {wrong.what}", wrong.remedy)
            return Rest("GET", "")

    def _statements(self) -> Sql:
        for key in ("rows_at", "statuses"):
            if key in self._entry:
                self._wrong(self._at(key), f"`{key}:` of '{self._name}' belongs to a `request:`", "Delete it.")
        answer, writes = self._entry.get("sql"), self._entry.get("writes") or []
        if not isinstance(answer, str):
            remedy = "Write `sql: |` and a SELECT indented below it."
            self._wrong(self._at("sql"), f"service '{self._name}' does not say how it is answered", remedy)
            return Sql("")
        self._look_at_statement("sql", answer, misread(answer))
        steps = tuple(map(str, [writes] if isinstance(writes, str) else writes))
        for statement in steps:
            self._look_at_statement("writes", statement, miswritten(statement))
        if steps and not all("key" in parameters(one) for one in (steps[0], answer)):
            what = f"'{self._name}' writes and does not keep :key, so that a repeated request would write twice"
            self._wrong(self._at("writes"), what, "Store :key in a column that is unique, and read by it in `sql:`.")
        return Sql(answer, steps)

    def _look_at_statement(self, key: str, statement: str, wrong: tuple[str, str] | None) -> None:
        if wrong:
            self._wrong(self._at(key), f"`{key}:` of '{self._name}': {wrong[0]}", wrong[1])
        given = {*GIVEN, *(f"{name}{suffix}" for name in self._inputs for suffix in ("", WAYS, LIKE))}
        for name in parameters(statement):
            if name not in given:
                remedy = meant(name, self._inputs, f"Add `{name}: text` below `inputs:`.")
                self._wrong(self._at(key), f"`{key}:` of '{self._name}' binds :{name}, which is no input", remedy)

    def _look_at_outputs(self) -> None:
        used = _used(self._ask) | {output.matches for output in self._outputs.values()}
        for name in self._inputs:
            if name not in used and not any(problem.stops for problem in self.problems):
                self._style(self._at("inputs"), f"input '{name}' of '{self._name}' is not used", "Delete it.")
        for name, output in self._outputs.items():
            if output.matches and output.matches not in self._inputs:
                remedy = meant(output.matches, self._inputs, f"Add `{output.matches}: text` below `inputs:`.")
                self._wrong(self._at("outputs"), f"'{name}' must match '{output.matches}', which is no input", remedy)

    def _mapping(self, key: str, example: str) -> Map:
        """What stands below a key; empty where that is no mapping."""
        held = self._entry.get(key)
        if held is not None and not isinstance(held, Map):
            self._wrong(self._at(key), f"`{key}:` of '{self._name}' is no mapping", f"Write for example: {example}.")
        return held if isinstance(held, Map) else Map()

    def _look_at_outcomes(self) -> None:
        for name in self._named:
            if name not in (known := (*OUTCOMES, LATER)):
                remedy = meant(name, known, f"Known are: {', '.join(known)}.")
                self._wrong(self._named.lines[name], f"'{name}' is no outcome that could be renamed", remedy)
        own = self._entry.get("own")
        if bool(own) != ("outcome_column" in self._entry) or own is not None and not isinstance(own, list):
            what = f"`own:` and `outcome_column:` of '{self._name}' belong together"
            self._wrong(self._at("own"), what, "Write below each other: outcome_column: state, and own: [paid, open].")
        if self._entry.get("rows", "one") not in ("one", "many"):
            self._wrong(self._at("rows"), f"`rows:` of '{self._name}' is neither one nor many", "Write rows: many.")

    def _look_at_sample(self) -> None:
        for name in self._sample:
            if name not in self._inputs:
                remedy = meant(name, self._inputs, "Delete it.")
                self._wrong(self._at("sample"), f"`sample:` of '{self._name}' gives '{name}', no input", remedy)
        if lacking := [name for name in _needed(self._inputs) if name not in self._sample]:
            what = f"`sample:` of '{self._name}' gives no {', '.join(lacking)}: `hatef crm check` cannot try it"
            self._style(self._at("sample"), what, f"Write: sample: {{{lacking[0]}: ...}}.")

    def _number(self, key: str, least: float, most: float) -> float | None:
        value = self._entry.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self._wrong(self._at(key), f"`{key}:` of '{self._name}' is no number from {least} to {most}", "Mend it.")
            return None
        return float(value)

    def _style(self, line: int, what: str, remedy: str) -> None:
        self.problems.append(self._document.style(line, what, remedy))


def _used(ask: Sql | Rest) -> set[str]:
    """The inputs that a question fills in."""
    if isinstance(ask, Rest):
        return set(places(ask))
    bound = [name for one in (ask.answer, *ask.writes) for name in parameters(one)]
    return {name.removesuffix(WAYS).removesuffix(LIKE) for name in bound}


def _needed(inputs: Mapping[str, Input]) -> Collection[str]:
    return [name for name, wanted in inputs.items() if not wanted.optional]
