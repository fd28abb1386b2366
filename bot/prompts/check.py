"""The sentences of data/prompts/ as a designer wrote them: every mistake with its line, in both files.

`load_prompts` and `load_texts` refuse at the first one; this looks at all of them before anything is made or started.
"""

import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.prompts.actions import PLACES, ActionTexts
from bot.prompts.call import CONFIRM, CallPrompts
from nlu.errors import DataProblem
from nlu.training.data_check.names import meant
from nlu.training.data_check.read import Document, Map, read
from nlu.training.data_check.words import NAMES, said
from nlu.training.data_shape import ANY_KEY

_SHAPE: Any = {ANY_KEY: {}}


@dataclass(frozen=True)
class _Wanted:
    """What a file must hold for each language."""

    names: frozenset[str]
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)
    intents: Collection[str] | None = None
    """What `confirm:` may ask about; None where it is not known."""


def check_prompts(data: Path, intents: Collection[str] | None) -> list[DataProblem]:
    """Every mistake in call.yml and actions.yml; `intents` are those of the domain, None where it is broken."""
    call = _Wanted(frozenset(field.name for field in fields(CallPrompts)), intents=intents)
    actions = _Wanted(frozenset(field.name for field in fields(ActionTexts)), PLACES)
    found: list[DataProblem] = []
    for name, wanted in (("call.yml", call), ("actions.yml", actions)):
        try:
            document = read(data / "prompts" / name, _SHAPE)
        except DataProblem as problem:
            found.append(problem)
        else:
            found += _check_file(document, wanted)
    return found


def _check_file(document: Document, wanted: _Wanted) -> Iterator[DataProblem]:
    yield from document.doubled()
    for language in NAMES:
        if language not in document.tree and not set(document.tree) - set(NAMES):
            what = f"the {NAMES[language]} sentences ('{language}:') are missing"
            yield document.problem(0, what, "Add them, with the same names as in the other language.")
    for language, sentences in document.tree.items():
        line = document.tree.lines[language]
        if language not in NAMES:
            remedy = f"Known are: {', '.join(NAMES)}."
            yield document.problem(line, f"'{language}' is no language of this bot", remedy)
            continue
        yield from _check_names(document, language, line, sentences, wanted)
        for name, text in sentences.items():
            if name == CONFIRM and CONFIRM in wanted.names:
                yield from _check_confirm(document, language, sentences, wanted)
            elif name in wanted.names:
                yield from _check_text(document, language, sentences.lines[name], name, text, wanted)


def _check_names(
    document: Document, language: str, line: int, sentences: Map, wanted: _Wanted
) -> Iterator[DataProblem]:
    missing = wanted.names - set(sentences)
    for name in sentences:
        if name in wanted.names:
            continue
        remedy = meant(name, missing, "Delete it: nothing says it.")
        yield document.problem(sentences.lines[name], f"sentence '{name}' is unknown", remedy)
        missing -= {near for near in missing if f"'{near}'" in remedy}
    for name in sorted(missing):
        what = f"the {NAMES[language]} sentence '{name}' is missing"
        yield document.problem(line, what, f'Add `{name}: "..."` below `{language}:`.')


def _check_confirm(document: Document, language: str, sentences: Map, wanted: _Wanted) -> Iterator[DataProblem]:
    questions = sentences[CONFIRM]
    if not isinstance(questions, Map):
        line = sentences.lines[CONFIRM]
        yield document.problem(line, f"'{CONFIRM}' holds no questions", 'Write `intent: "question?"` below it.')
        return
    known = set(questions) if wanted.intents is None else set(wanted.intents)
    for intent, text in questions.items():
        if intent not in known:
            remedy = meant(intent, known, "Delete it.")
            yield document.problem(questions.lines[intent], f"intent '{intent}' is not in the domain", remedy)
        else:
            yield from _check_text(document, language, questions.lines[intent], f"{CONFIRM}.{intent}", text, wanted)
    if set(questions) - known:  # told already; the one that was meant is not missing
        return
    for other in (code for code in NAMES if code != language):
        theirs = document.tree.get(other, {}).get(CONFIRM)
        for intent in sorted((set(theirs) - set(questions)) & known) if isinstance(theirs, Map) else ():
            what = f"the {NAMES[language]} question '{CONFIRM}.{intent}' is missing"
            yield document.problem(sentences.lines[CONFIRM], what, f'Add `{intent}: "...?"` below `{CONFIRM}:`.')


def _check_text(
    document: Document, language: str, line: int, name: str, text: Any, wanted: _Wanted
) -> Iterator[DataProblem]:
    if not isinstance(text, str) or not text.strip():
        yield document.problem(line, f"'{name}' must be a sentence", "Put one into quotes.")
        return
    places = wanted.places.get(name, frozenset())
    if not any(char.isalnum() for char in text):
        yield document.problem(line, f"'{name}' holds nothing to say", "Write the sentence.")
        return
    try:
        parts = [(place, form or kind) for _, place, form, kind in string.Formatter().parse(text) if place is not None]
        found = {place for place, _ in parts}
    except ValueError:
        yield document.problem(line, f"a brace of '{name}' has no partner", f"Write {_braced(places)}.")
        return
    if dressed := [place for place, more in parts if more]:
        yield document.problem(
            line, f"{{{dressed[0]}}} of '{name}' holds more than a name", f"Write {_braced(dressed)}."
        )
    elif found != places:
        held = f"{_braced(found)}" if found else "no place"
        yield document.problem(line, f"'{name}' holds {held} to fill in", f"It must hold {_braced(places)}.")
    if hint := said(text, language):
        yield document.style(line, f"'{name}': {hint[0]}", hint[1])


def _braced(places: Collection[str]) -> str:
    return " and ".join(f"{{{place}}}" for place in sorted(places)) or "nothing in braces"
