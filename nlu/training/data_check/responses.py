"""What the bot says: a text for every language, that a voice can read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from nlu.errors import DataProblem
from nlu.text.languages import FALLBACK
from nlu.training.data_check.domain import Domain
from nlu.training.data_check.names import meant, unknown_keys
from nlu.training.data_check.payloads import check_payload
from nlu.training.data_check.read import Document, Map
from nlu.training.data_check.words import NAMES, said

_KEYS = {"text", "custom", "condition", "channel", "buttons", "image", "metadata"}
_CONDITION_KEYS = {"type", "name", "value"}
_CHANNEL = "hatef"
_ON_SCREEN = ("buttons", "image")
_NO_TEXT = 'Add a line `- text: "..."` below it.'
_PLACE = re.compile(r"\{([^{}]*)\}")
_BRACES = re.compile(r"[{}]")
LANGUAGE = "language"
MADE_PLACE = "value"
"""What a flow reads back or asks the rest of."""
DEFAULT = "utter_default"
"""The language of the variants without a condition."""


def check_responses(document: Document, domain: Domain) -> Iterator[DataProblem]:
    """Every response of one file."""
    table = document.tree.get("responses")
    if not table:
        return
    for name, variants in table.items():
        line = table.lines[name]
        if not re.fullmatch(r"utter_[\w/]+", str(name)):
            right = re.sub(r"\W+", "_", re.sub(r"^utter\W*_?", "", str(name).casefold())).strip("_")
            yield document.problem(line, f"'{name}' is no name of a response", f"Call it 'utter_{right}'.")
        if isinstance(variants, list) and variants:
            yield from _check_variants(document, name, line, variants, domain)
        else:
            yield document.problem(line, f"response '{name}' has no text", _NO_TEXT)


def _check_variants(document: Document, name: str, line: int, variants: Any, domain: Domain) -> Iterator[DataProblem]:
    seen: set[tuple[str, str]] = set()
    wrong = False
    for at, variant in zip(variants.lines, variants, strict=True):
        language = _language(variant)
        yield from unknown_keys(document, variant, _KEYS, f"response '{name}'")
        for problem in _check_conditions(document, name, variant, domain):
            wrong = True
            yield problem
        yield from _check_place(document, name, variant)
        if variant.get("custom") is not None:
            yield from check_payload(document, name, variant.lines["custom"], variant["custom"])
        text = variant.get("text")
        if not text and not variant.get("custom"):
            if not set(variant) - _KEYS:  # else the unknown key says it
                yield document.problem(at, f"response '{name}' has no text", _NO_TEXT)
        elif text is not None:
            yield from _check_text(document, variant.lines["text"], name, text, language, domain)
            if language and (language, str(text)) in seen:
                what = f"this text of response '{name}' stands there twice"
                yield document.style(variant.lines["text"], what, "Delete one, or write it in other words.")
            seen.add((language, str(text)))
    if not wrong:
        yield from _check_languages(document, name, line, variants)


def _check_languages(document: Document, name: str, line: int, variants: Any) -> Iterator[DataProblem]:
    """Whether every language has a text, and one that is said whatever the slots are."""
    told = {_language(variant) for variant in variants}
    always = {
        _language(variant)
        for variant in variants
        if all(isinstance(one, Map) and one.get("name") == LANGUAGE for one in _conditions(variant))
    }
    for language in NAMES:
        if told - {""} and language not in told:
            yield document.problem(line, f"response '{name}' has no {NAMES[language]} text", _remedy(language))
        elif language not in always and (told - {""} or language == FALLBACK):
            what = f"response '{name}' has no {NAMES[language]} text where its conditions do not fit"
            yield document.problem(line, f"{what}: callers hear nothing", _remedy(language))


def _check_place(document: Document, name: str, variant: Map) -> Iterator[DataProblem]:
    """Where a variant is said: what is for other channels, or to be seen, no caller hears."""
    channel = variant.get("channel")
    if channel is not None and channel != _CHANNEL:
        what = f"a text of response '{name}' is for channel '{channel}' and never said on the telephone"
        yield document.problem(variant.lines["channel"], what, "Delete the line `channel:`.")
    for key in _ON_SCREEN:
        if variant.get(key):
            what = f"response '{name}' holds `{key}:`, which nobody sees on the telephone"
            yield document.style(variant.lines[key], what, "Say it in the text, and delete the key.")


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
    if isinstance(variant.get("condition"), Map):
        what = f"the condition of response '{name}' is no list"
        remedy = "Write it like this: [{type: slot, name: language, value: ar}]."
        yield document.problem(variant.lines["condition"], what, remedy)
        return
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


def _check_text(
    document: Document, line: int, name: str, text: Any, language: str, domain: Domain
) -> Iterator[DataProblem]:
    if not isinstance(text, str):
        yield document.problem(line, f"a text of response '{name}' is no text", "Put it into quotes.")
        return
    if not any(char.isalnum() for char in text):
        yield document.problem(line, f"response '{name}' holds nothing to say", "Write the sentence.")
        return
    for place in re.findall(r"\[(\w+)\]|\$\{?(\w+)\}?|%\(?(\w+)\)?", text):
        if (slot := "".join(place)) in domain.slots:
            yield document.problem(line, f"response '{name}' holds '{slot}' in other signs", f"Write {{{slot}}}.")
            return
    for place in _PLACE.findall(text):
        if place not in domain.slots and place != MADE_PLACE:
            remedy = meant(place, domain.slots, "Only slots can be filled in; add it to `slots:`.")
            yield document.problem(line, f"response '{name}' holds {{{place}}}, which is no slot", remedy)
    if _BRACES.search(_PLACE.sub("", text)):
        yield document.problem(line, f"a brace of response '{name}' has no partner", "Write a slot as {its_name}.")
    if language and (hint := said(text, language)):
        yield document.style(line, f"response '{name}': {hint[0]}", hint[1])


def check_used(domain: Domain, used: set[str]) -> Iterator[DataProblem]:
    """Responses that no rule, form or component says, and the one that is said where no rule fits."""
    if DEFAULT not in domain.responses and domain.responses:
        files = Counter(document.path for document, _ in domain.responses.values())
        (usual, _), *_ = files.most_common(1)
        document = next(document for document, _ in domain.responses.values() if document.path == usual)
        what = f"response '{DEFAULT}' is missing: callers hear nothing where no rule fits"
        yield document.problem(0, what, "Restore it, with a text for every language.")
    for name, (document, line) in domain.responses.items():
        if name not in used | domain.asked() | {DEFAULT}:
            yield document.style(line, f"response '{name}' is never said", "Use it in a rule, or delete it.")
