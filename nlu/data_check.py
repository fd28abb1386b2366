"""Check the training data before Rasa sees it: one clear line a mistake, with file, line and remedy.

Rasa itself warns in pages, ignores unknown keys, or fails far from the cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from nlu import corpus
from nlu.data_shape import DOMAIN, NLU, RULES, WHOLE, misfit
from nlu.errors import DataProblem
from nlu.fold import match_key

_NLU_KEYS = {"intent", "examples", "lookup", "synonym", "regex"}
_RULE_KEYS = {"rule", "story", "condition", "steps", "conversation_start", "wait_for_user_input"}
_STEP_KEYS = {"intent", "entities", "action", "active_loop", "slot_was_set", "user", "checkpoint", "or"}
_DOMAIN_KEYS = {
    "version", "session_config", "intents", "entities", "slots", "forms", "actions", "responses", "config",
}  # fmt: skip
_RESPONSE_KEYS = {"text", "custom", "condition", "channel", "buttons", "image", "metadata"}
# Intents that Rasa or the connector makes; they need no examples.
_MADE_INTENTS = {"nlu_fallback", "call_started"}
_MADE_ACTIONS = {"action_listen", "action_deactivate_loop", "action_default_fallback", "action_restart"}
MIN_EXAMPLES = 2


@dataclass
class _Domain:
    """What the domain files declare, with the place of each."""

    intents: dict[str, tuple[Path, int]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  # actions, forms and responses
    responses: dict[str, tuple[Path, int]] = field(default_factory=dict)
    forms: dict[str, Any] = field(default_factory=dict)
    slots: set[str] = field(default_factory=set)


def _read(path: Path, shape: Any) -> tuple[Any, list[str]]:
    """The document and its lines.

    Raises:
        DataProblem: it is no YAML, or of another shape.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document, lines = yaml.safe_load(text) or {}, text.splitlines()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "this is no YAML"
        raise DataProblem(
            path, mark.line + 1 if mark else 0, str(what), "Mend the indentation or the quotes."
        ) from error
    except OSError as error:
        raise DataProblem(path, 0, "the file cannot be read", str(error)) from error
    except ValueError as error:  # other letters than UTF-8, or a date that is none
        raise DataProblem(path, 0, f"this is no YAML in UTF-8 ({error})", "Save it as UTF-8 text.") from error
    if wrong := misfit(document, shape):
        where, wanted = wrong
        place = where if where == WHOLE else f"what stands at '{where}'"
        raise DataProblem(
            path, _word_line(lines, where), f"{place} must be {wanted}", "Mend its dashes and indentation."
        )
    return document, lines


def _line(lines: list[str], *parts: str) -> int:
    """The first line that holds all parts; 0 when none does."""
    return next((n for n, line in enumerate(lines, 1) if all(part in line for part in parts)), 0)


def _word_line(lines: list[str], word: str) -> int:
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    return next((n for n, line in enumerate(lines, 1) if pattern.search(line)), 0)


def _unknown(path: Path, lines: list[str], keys: Any, known: set[str], where: str) -> Iterator[DataProblem]:
    for key in sorted(str(key) for key in set(keys) - known):
        yield DataProblem(
            path,
            _word_line(lines, key),
            f"unknown key '{key}' in {where}",
            f"Known are: {', '.join(sorted(known))}.",
        )


def _domain_files(data: Path) -> list[Path]:
    folder = data / "domain"
    return sorted(folder.glob("*.yml")) if folder.is_dir() else [data / "domain.yml"]


def _read_domain(data: Path, problems: list[DataProblem]) -> _Domain:
    domain = _Domain()
    for path in _domain_files(data):
        document, lines = _read(path, DOMAIN)
        problems += _unknown(path, lines, document, _DOMAIN_KEYS, "the domain")
        for intent in document.get("intents", []):
            name = intent if isinstance(intent, str) else next(iter(intent))
            domain.intents[name] = (path, _word_line(lines, name))
        domain.names |= {
            action if isinstance(action, str) else next(iter(action)) for action in document.get("actions", [])
        }
        domain.forms |= document.get("forms", {})
        domain.slots |= set(document.get("slots", {}))
        for name, variants in (document.get("responses") or {}).items():
            domain.responses[name] = (path, _word_line(lines, name))
            problems += _check_response(path, lines, name, variants)
    domain.names |= set(domain.forms) | set(domain.responses)
    return domain


def _check_response(path: Path, lines: list[str], name: str, variants: Any) -> Iterator[DataProblem]:
    at = _word_line(lines, name)
    if not isinstance(variants, list) or not variants:
        yield DataProblem(path, at, f"response '{name}' has no text", 'Add a line `- text: "..."` below it.')
        return
    for variant in variants:
        yield from _unknown(path, lines, variant, _RESPONSE_KEYS, f"response '{name}'")
        if not variant.get("text") and not variant.get("custom"):
            yield DataProblem(path, at, f"response '{name}' has no text", 'Add a line `- text: "..."` below it.')


def _check_nlu(data: Path, domain: _Domain, problems: list[DataProblem]) -> None:
    counts = dict.fromkeys(domain.intents, 0)
    seen: dict[tuple[str, str], tuple[str, Path, int]] = {}
    for path in sorted((data / "nlu").glob("*.yml")):
        document, lines = _read(path, NLU)
        problems += _unknown(path, lines, document, {"version", "nlu"}, "an NLU file")
        for entry in document.get("nlu", []):
            problems += _unknown(path, lines, entry, _NLU_KEYS, "an NLU entry")
            intent = entry.get("intent")
            if intent is None:
                continue
            at = _line(lines, "intent:", intent)
            if intent not in domain.intents:
                problems.append(
                    DataProblem(path, at, f"intent '{intent}' is not in the domain", "Add it to `intents:`.")
                )
                continue
            language = next((code for code in corpus.LANGUAGES if path.stem.startswith(code)), "fa")
            for number, example in _examples(entry, lines, at):
                counts[intent] += 1
                problems += _duplicate(
                    seen, (language, match_key(corpus.plain(example), language)), intent, path, number
                )
    for intent, count in counts.items():
        if count < MIN_EXAMPLES and intent not in _MADE_INTENTS:
            path, at = domain.intents[intent]
            what = f"intent '{intent}' has {'no' if not count else 'only one'} example"
            problems.append(DataProblem(path, at, what, "Add examples in data/nlu/, about 25 a language."))


def _examples(entry: dict[str, Any], lines: list[str], at: int) -> Iterator[tuple[int, str]]:
    """Line numbers and examples of one entry that begins at line `at`."""
    number = at
    for raw in str(entry.get("examples", "")).splitlines():
        if not raw.strip():
            continue
        number = next((n for n, line in enumerate(lines[number:], number + 1) if line.strip() == raw.strip()), number)
        yield number, raw.strip().removeprefix("-").strip()


def _duplicate(
    seen: dict[tuple[str, str], tuple[str, Path, int]],
    key: tuple[str, str],
    intent: str,
    path: Path,
    number: int,
) -> Iterator[DataProblem]:
    if key in seen and seen[key][0] != intent:
        other, other_path, other_line = seen[key]
        where = f"intent '{other}' ({other_path.name}:{other_line})"
        yield DataProblem(
            path, number, f"this example of '{intent}' stands in {where} too", "Delete it from one of them."
        )
    seen.setdefault(key, (intent, path, number))


def _check_rules(data: Path, domain: _Domain, problems: list[DataProblem]) -> None:
    for path in (data / "rules.yml", data / "stories.yml"):
        if not path.is_file():
            continue
        document, lines = _read(path, RULES)
        problems += _unknown(path, lines, document, {"version", "rules", "stories"}, path.name)
        for rule in [*(document.get("rules") or []), *(document.get("stories") or [])]:
            name = str(rule.get("rule") or rule.get("story") or "")
            at = _line(lines, name) if name else 0
            problems += _unknown(path, lines, rule, _RULE_KEYS, f"rule '{name}'")
            for step in rule.get("steps") or []:
                problems += _check_step(path, lines, step, name, at, domain)


def _check_step(
    path: Path, lines: list[str], step: dict[str, Any], rule: str, at: int, domain: _Domain
) -> Iterator[DataProblem]:
    yield from _unknown(path, lines[at:], step, _STEP_KEYS, f"rule '{rule}'")
    intent, action = step.get("intent"), step.get("action")
    if intent and intent not in domain.intents:
        yield DataProblem(
            path,
            _line(lines, "intent:", intent),
            f"intent '{intent}' is not in the domain",
            "Add it to `intents:`.",
        )
    if action and action not in domain.names | _MADE_ACTIONS:
        line = _line(lines, "action:", action)
        if action.startswith("utter_"):
            yield DataProblem(path, line, f"response '{action}' has no text", "Add it to data/domain/responses.yml.")
        else:
            yield DataProblem(path, line, f"action '{action}' is not in the domain", "Add it to `actions:`.")


def check(data: Path) -> list[DataProblem]:
    """Every mistake found in `data` (the data/ folder), in the order of the files; empty when all is well.

    A file that cannot be read at all ends the check there and is the last entry.
    """
    problems: list[DataProblem] = []
    try:
        domain = _read_domain(data, problems)
        for name, form in domain.forms.items():
            for slot in (form or {}).get("required_slots", []):
                if not any(
                    f"{what}_ask_{which}" in domain.names
                    for what in ("utter", "action")
                    for which in (slot, f"{name}_{slot}")
                ):
                    what = f"form '{name}' asks for '{slot}' without words"
                    remedy = f"Add response utter_ask_{slot} or action action_ask_{slot}."
                    problems.append(DataProblem(_domain_files(data)[0], 0, what, remedy))
        _check_nlu(data, domain, problems)
        _check_rules(data, domain, problems)
    except DataProblem as problem:
        problems.append(problem)
    return problems
