"""What the actions say, per language, from data/prompts/actions.yml."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bot.errors import DataFileError
from bot.settings.config_syntax import load_yaml
from bot.settings.paths import SHARE
from nlu.text.languages import FALLBACK

TEXTS_FILE = SHARE / "data" / "prompts" / "actions.yml"

PLACES: Mapping[str, frozenset[str]] = {
    "greet": frozenset({"company"}),
    "greet_by_name": frozenset({"name", "company"}),
    "balance": frozenset({"amount"}),
    "order_registered": frozenset({"number"}),
    "order_preparing": frozenset({"number"}),
    "order_shipped": frozenset({"number"}),
    "order_delivered": frozenset({"number"}),
    "order_cancelled": frozenset({"number"}),
    "order_returned": frozenset({"number"}),
    "delivery_planned": frozenset({"date"}),
    "delivery_done": frozenset({"date"}),
    "delivery_late": frozenset({"date"}),
    "ask_order_number_rest": frozenset({"number"}),
    "order_not_found": frozenset({"number"}),
    "hours": frozenset({"hours"}),
    "address": frozenset({"address"}),
}
"""What each sentence has to be filled with; a sentence that is not here has nothing to fill."""


@dataclass(frozen=True, slots=True)
class ActionTexts:
    """One language's sentences. Those with places are filled by `str.format`."""

    greet: str
    greet_by_name: str
    balance: str
    balance_stranger: str
    balance_no_account: str
    order_registered: str
    order_preparing: str
    order_shipped: str
    order_delivered: str
    order_cancelled: str
    order_returned: str
    order_stranger: str
    delivery_planned: str
    delivery_today: str
    delivery_late: str
    delivery_done: str
    not_arrived_yet: str
    not_arrived_sorry: str
    order_not_yours: str
    order_not_found: str
    order_not_five_digits: str
    order_given_up: str
    ask_order_number: str
    ask_order_number_again: str
    ask_order_number_rest: str
    hours: str
    address: str
    nothing_to_repeat: str
    goodbye: str
    hand_off: str
    hand_off_complaint: str
    hand_off_lost: str
    crm_down: str

    def fixed(self) -> tuple[str, ...]:
        """The sentences with nothing to fill, for rendering ahead."""
        return tuple(getattr(self, field.name) for field in fields(self) if field.name not in PLACES)


def load_texts(path: Path = TEXTS_FILE) -> dict[str, ActionTexts]:
    """The texts by language.

    Raises:
        DataFileError: the file is missing or no YAML, or a sentence is missing, unknown or has wrong places.
    """
    try:
        table = load_yaml(path)
    except ValueError as error:
        raise DataFileError(path, str(error)) from error
    if not isinstance(table, Mapping) or FALLBACK not in table:
        raise DataFileError(path, f"must be a mapping of languages with at least '{FALLBACK}'")
    return {str(language): _language(path, str(language), sentences) for language, sentences in table.items()}


def _language(path: Path, language: str, sentences: Any) -> ActionTexts:
    if not isinstance(sentences, Mapping):
        raise DataFileError(path, f"{language}: must be a mapping of sentences")
    names = {field.name for field in fields(ActionTexts)}
    if wrong := names ^ set(sentences):
        raise DataFileError(path, f"{language}: missing or unknown sentences: {', '.join(sorted(map(str, wrong)))}")
    for name, text in sentences.items():
        _check(path, f"{language}.{name}", text, PLACES.get(name, frozenset()))
    return ActionTexts(**sentences)


def _check(path: Path, where: str, text: Any, wanted: frozenset[str]) -> None:
    if not isinstance(text, str) or not text.strip():
        raise DataFileError(path, f"{where}: must be a sentence")
    try:
        found = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise DataFileError(path, f"{where}: a brace is not closed") from error
    if found != wanted:
        expected = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "nothing in braces"
        raise DataFileError(path, f"{where}: must have {expected}")
