"""The files of data/prompts/ read and looked at: every mistake with its line, before anything is made or started.

data/prompts/fa.yml, ar.yml ─▶ read (what is no YAML) ─▶ each against `bot.prompts.shape` ─▶ one against the other
"""

import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.prompts.replaced import replaced
from bot.prompts.shape import FILLED_BY_SLOTS, FOR_AGENTS, JOINTS, PLACES, SECTIONS, Table, names, tables
from nlu.errors import DataProblem
from nlu.text.languages import CODES, LANGUAGES
from nlu.training.data_check.names import meant
from nlu.training.data_check.read import Document, Map, read
from nlu.training.data_check.words import legible, said
from nlu.training.data_shape import ANY_KEY

_SHAPE: Any = {ANY_KEY: {}}


@dataclass(frozen=True)
class PromptFiles:
    """What was read, by language, and all that is wrong with it; a file that cannot be read is missing."""

    documents: Mapping[str, Document]
    problems: tuple[DataProblem, ...]


def read_prompts(data: Path, intents: Collection[str] | None = None) -> PromptFiles:
    """The files of every language; `intents` are those of the domain, None where they are not known."""
    old = replaced(data / "prompts")
    if old is not None and old.stops:
        return PromptFiles({}, (old,))
    documents: dict[str, Document] = {}
    problems = [old] if old else []
    for code in CODES:
        try:
            documents[code] = read(data / "prompts" / f"{code}.yml", _SHAPE)
        except DataProblem as problem:
            problems.append(problem)
    for language, document in documents.items():
        problems += _File(language, document, documents, tables(intents)).problems()
    return PromptFiles(documents, tuple(problems))


def check_prompts(data: Path, intents: Collection[str] | None) -> list[DataProblem]:
    """Every mistake in data/prompts/."""
    return list(read_prompts(data, intents).problems)


@dataclass(frozen=True)
class _File:
    """One language's file beside those of the others."""

    code: str
    document: Document
    all: Mapping[str, Document]
    tables: Mapping[str, Table]

    def problems(self) -> Iterator[DataProblem]:
        yield from self.document.doubled()
        yield from self._names(self.document.tree, tuple(SECTIONS), "section")
        for section in (one for one in SECTIONS if one in self.document.tree):
            below = self.document.tree[section]
            yield from self._names(below, names(section), "sentence", section)
            for name in (one for one in names(section) if one in below):
                yield from self._sentence_or_table(f"{section}.{name}", below, name)

    def _names(self, held: Map, wanted: Collection[str], kind: str, above: str = "") -> Iterator[DataProblem]:
        """Names that nothing reads, and such as are missing; one that was meant by another is told with that."""
        missing = [name for name in wanted if name not in held]
        prefix = f"{above}." if above else ""
        for name in (one for one in held if one not in wanted):
            remedy = meant(name, missing, "Delete it: nothing says it.")
            yield self.document.problem(held.lines[name], f"{kind} '{prefix}{name}' is unknown", remedy)
            missing = [one for one in missing if f"'{one}'" not in remedy]
        for name in missing:
            yield self._missing(f"{prefix}{name}", kind)

    def _missing(self, path: str, kind: str) -> DataProblem:
        """Told at what it belongs below, or of the whole file."""
        above, _, name = path.rpartition(".")
        held, line = self.document.tree, 0
        for step in filter(None, above.split(".")):
            held, line = held[step], held.lines[step]
        what = f"the {LANGUAGES[self.code].name} {kind} '{path}' is missing"
        if kind == "section":
            return self.document.problem(line, what, f"Add `{name}:` with its sentences, as in the file Hatef ships.")
        return self.document.problem(line, what, f'Add `{name}: "..."` below `{above.rpartition(".")[2]}:`.')

    def _sentence_or_table(self, path: str, held: Map, name: str) -> Iterator[DataProblem]:
        if path not in self.tables:
            yield from self._sentence(path, held.lines[name], held[name])
        elif isinstance(held[name], Map):
            yield from self._table(path, held[name])
        else:
            what = f"'{path}' must hold a sentence for each {self.tables[path].of}"
            yield self.document.problem(held.lines[name], what, f'Write `{self.tables[path].of}: "..."` below it.')

    def _table(self, path: str, held: Map) -> Iterator[DataProblem]:
        table = self.tables[path]
        strange = [] if table.keys is None else [key for key in held if key not in table.keys]
        for key in strange:
            remedy = meant(key, table.keys or (), "Delete it.")
            yield self.document.problem(held.lines[key], f"'{path}': {table.of} '{key}' {table.unknown}", remedy)
        for key in (one for one in held if one not in strange):
            yield from self._sentence(f"{path}.{key}", held.lines[key], held[key])
        if not strange:  # else the one that was meant is not missing
            for key in self._lacking(path, held, table):
                yield self._missing(f"{path}.{key}", "sentence")

    def _lacking(self, path: str, held: Map, table: Table) -> list[str]:
        """Keys that must be there, or that another language has."""
        section, name = path.split(".")
        wanted = set(table.keys or ()) if table.whole else set()
        for document in self.all.values():
            theirs = document.tree.get(section, Map()).get(name)
            if isinstance(theirs, Map):
                wanted |= {key for key in theirs if table.keys is None or key in table.keys}
        return sorted(wanted - set(held), key=str)

    def _sentence(self, path: str, line: int, text: Any) -> Iterator[DataProblem]:
        if not isinstance(text, str) or not text.strip():
            yield self.document.problem(line, f"'{path}' must be a sentence", "Put one into quotes.")
        elif path not in JOINTS and not any(char.isalnum() for char in text):
            yield self.document.problem(line, f"'{path}' holds nothing to say", "Write the sentence.")
        elif wrong := misfilled(path, text):
            yield self.document.problem(line, *wrong)
        elif hint := (legible if path.startswith(FOR_AGENTS) else said)(text, self.code):
            yield self.document.style(line, f"'{path}': {hint[0]}", hint[1])


def misfilled(path: str, text: str) -> tuple[str, str] | None:
    """What is wrong with the {places} of a sentence, and how to mend it."""
    places = PLACES.get(path, frozenset())
    try:
        parts = [(place, form or kind) for _, place, form, kind in string.Formatter().parse(text) if place is not None]
    except ValueError:
        return f"a brace of '{path}' has no partner", f"Write {_braced(places)}."
    if dressed := [place for place, more in parts if more]:
        return f"{{{dressed[0]}}} of '{path}' holds more than a name", f"Write {_braced(dressed)}."
    found = {place for place, _ in parts}
    if path.startswith(FILLED_BY_SLOTS):
        return None if found else (f"'{path}' names no slot", "Write {order_number}, or another slot of the domain.")
    if found != places:
        return f"'{path}' holds {_braced(found, 'no place')} to fill in", f"It must hold {_braced(places)}."
    return None


def _braced(places: Collection[str], none: str = "nothing in braces") -> str:
    return " and ".join(f"{{{place}}}" for place in sorted(places)) or none
