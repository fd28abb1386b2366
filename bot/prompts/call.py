"""The call's own fixed sentences, from `data/prompts/call.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from bot.settings.config_errors import ConfigError
from bot.settings.config_syntax import load_yaml

CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class CallPrompts:
    """One language's sentences; display text, worded for the ear."""

    apology: str
    silence: str
    silence_again: str
    unclear: str
    keypad: str
    """He was not understood again: what keys can do."""
    offer: str
    """He was not understood; two questions follow, with `or_else` between them and `first_or_second` behind."""
    or_else: str
    first_or_second: str
    go_ahead: str
    """The caller said no to what was asked about; what is it then?"""
    keys: str
    """The keys pressed do nothing here; what the caller can do."""
    keys_number: str
    """The same where a number is asked for."""
    closing: str
    """The service stops and must end the call."""
    moment: str
    """The answer takes longer than usual."""
    busy: str
    """The recognisers are at their limit; the caller waits, and what keys do meanwhile."""
    busy_again: str
    """Said again and again while the caller waits."""
    choose: str
    """How to go on in this language; said in it to callers whose language is not known."""
    go_on: str
    """This language was asked for."""
    confirm: Mapping[str, str]
    """By intent: the question whether it is meant, where it was understood with doubt."""

    def all(self) -> tuple[str, ...]:
        """Every sentence, for rendering ahead."""
        single = tuple(getattr(self, field.name) for field in fields(self) if field.name != CONFIRM)
        return (*single, *self.confirm.values())


def load_prompts(path: Path) -> dict[str, CallPrompts]:
    """Prompts by language.

    Raises:
        ConfigError: the file is missing, is not YAML of texts by language, or lacks a sentence; names it.
    """
    try:
        table = load_yaml(path)
    except ValueError as error:
        raise ConfigError(path, 1, "", str(error)) from error
    if not isinstance(table, dict) or not all(isinstance(sentences, dict) for sentences in table.values()):
        raise ConfigError(path, 1, "", "it must hold languages (fa:, ar:) with named sentences below each")
    names = {field.name for field in fields(CallPrompts)}
    prompts = {}
    for language, sentences in table.items():
        missing = names - set(sentences)
        if missing:
            raise ConfigError(path, 1, language, f"these prompts are missing: {', '.join(sorted(missing))}")
        unknown = set(sentences) - names
        if unknown:
            raise ConfigError(path, 1, language, f"unknown prompts: {', '.join(sorted(unknown))}")
        questions = sentences[CONFIRM]
        if not isinstance(questions, dict):
            raise ConfigError(path, 1, language, f"'{CONFIRM}' must hold a question for each intent")
        texts = {**sentences, **{f"{CONFIRM}.{intent}": question for intent, question in questions.items()}}
        del texts[CONFIRM]
        if no_text := [name for name, sentence in texts.items() if not isinstance(sentence, str)]:
            raise ConfigError(path, 1, language, f"these prompts are no texts: {', '.join(sorted(no_text))}")
        prompts[language] = CallPrompts(**sentences)
    return prompts
