"""What the bot says: a text for every language, that a voice can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nlu.data_check.domain import Domain
from nlu.data_check.names import meant, unknown_keys
from nlu.data_check.read import Document, Map
from nlu.data_check.words import NAMES, said
from nlu.errors import DataProblem

_KEYS = {"text", "custom", "condition", "channel", "buttons", "image", "metadata"}
_CONDITION_KEYS = {"type", "name", "value"}
_EXPECTED = ("general", "digits", "yesno")
_NO_TEXT = 'Add a line `- text: "..."` below it.'
_PLACE = re.compile(r"\{([^{}]*)\}")
_BRACES = re.compile(r"[{}]")
LANGUAGE = "language"
FALLBACK = "fa"
"""The language of the variants without a condition."""


def check_responses(document: Document, domain: Domain) -> Iterator[DataProblem]:
    """Every response of one file."""
    table = document.tree.get("responses")
    if not table:
        return
    for name, variants in table.items():
        line = table.lines[name]
        if not str(name).startswith("utter_"):
            yield document.problem(line, f"'{name}' is no name of a response", f"Call it 'utter_{name}'.")
        if isinstance(variants, list) and variants:
            yield from _check_variants(document, name, line, variants, domain)
        else:
            yield document.problem(line, f"response '{name}' has no text", _NO_TEXT)


def _check_variants(document: Document, name: str, line: int, variants: Any, domain: Domain) -> Iterator[DataProblem]:
    told = set()
    for at, variant in zip(variants.lines, variants, strict=True):
        language = _language(variant)
        told.add(language)
        yield from unknown_keys(document, variant, _KEYS, f"response '{name}'")
        yield from _check_conditions(document, name, variant, domain)
        yield from _check_custom(document, name, variant)
        if not variant.get("text") and not variant.get("custom"):
            if set(variant) - _KEYS:
                continue  # the unknown key says it
            yield document.problem(at, f"response '{name}' has no text", _NO_TEXT)
        elif (text := variant.get("text")) is not None:
            yield from _check_text(document, variant.lines["text"], name, text, language, domain)
    for language in NAMES:
        if told and language not in told and not told & {""}:
            yield document.problem(line, f"response '{name}' has no {NAMES[language]} text", _remedy(language))


def _remedy(language: str) -> str:
    if language == FALLBACK:
        return 'Add a line `- text: "..."` without a condition.'
    return f"Add `- condition: [{{type: slot, name: language, value: {language}}}]` with a text below it."


def _conditions(variant: Map) -> list[Any]:
    found = variant.get("condition") or []
    return found if isinstance(found, list) else [found]


def _language(variant: Map) -> str:
    """Which language a variant is for; "" where its condition names none that is known (told apart)."""
    for condition in _conditions(variant):
        if isinstance(condition, Map) and condition.get("name") == LANGUAGE:
            return str(condition.get("value")) if condition.get("value") in NAMES else ""
    return FALLBACK if not _conditions(variant) else ""


def _check_conditions(document: Document, name: str, variant: Map, domain: Domain) -> Iterator[DataProblem]:
    for condition in _conditions(variant):
        line = variant.lines["condition"]
        if not isinstance(condition, Map) or condition.get("type") != "slot" or set(condition) != _CONDITION_KEYS:
            remedy = "Write it like this: [{type: slot, name: language, value: ar}]."
            yield document.problem(line, f"a condition of response '{name}' is incomplete or wrong", remedy)
        elif condition["name"] not in domain.slots:
            remedy = meant(condition["name"], domain.slots, "Add it to `slots:`.")
            what = f"response '{name}' has a condition on slot '{condition['name']}', which is not in the domain"
            yield document.problem(line, what, remedy)
        elif condition["name"] == LANGUAGE and condition["value"] not in NAMES:
            remedy = f"Known are: {', '.join(NAMES)}."
            what = f"response '{name}' is for the unknown language '{condition['value']}'"
            yield document.problem(line, what, remedy)


def _check_custom(document: Document, name: str, variant: Map) -> Iterator[DataProblem]:
    custom = variant.get("custom")
    expected = custom.get("expect") if isinstance(custom, Map) else None
    if expected is not None and expected not in _EXPECTED:
        remedy = meant(expected, _EXPECTED, f"Known are: {', '.join(_EXPECTED)}.")
        what = f"response '{name}' expects '{expected}', which the line does not know"
        yield document.problem(variant.lines["custom"], what, remedy)


def _check_text(
    document: Document, line: int, name: str, text: Any, language: str, domain: Domain
) -> Iterator[DataProblem]:
    if not isinstance(text, str):
        yield document.problem(line, f"a text of response '{name}' is no text", "Put it into quotes.")
        return
    for place in _PLACE.findall(text):
        if place not in domain.slots:
            remedy = meant(place, domain.slots, "Only slots can be filled in; add it to `slots:`.")
            yield document.problem(line, f"response '{name}' holds {{{place}}}, which is no slot", remedy)
    if _BRACES.search(_PLACE.sub("", text)):
        yield document.problem(line, f"a brace of response '{name}' has no partner", "Write a slot as {its_name}.")
    if language and (hint := said(text, language)):
        yield document.style(line, f"response '{name}': {hint[0]}", hint[1])


def check_used(domain: Domain, used: set[str]) -> Iterator[DataProblem]:
    """Responses that no rule, form or component says."""
    for name, (document, line) in domain.responses.items():
        if name not in used | domain.asked() | {"utter_default"}:
            yield document.style(line, f"response '{name}' is never said", "Use it in a rule, or delete it.")
