"""Everything the bot says word for word: rendered to sound at start, so that it needs no synthesiser later."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from bot.errors import DataFileError
from bot.prompts.load import Prompts
from bot.settings.config_syntax import load_yaml
from nlu.text.languages import FALLBACK


def fixed_texts(data: Path, language: str, prompts: Prompts) -> tuple[str, ...]:
    """The call's own sentences, the desk's, the actions' and Rasa's responses in one language, each once.

    Raises:
        DataFileError: data/domain/responses.yml cannot be read.
    """
    responses = tuple(_responses(data / "domain" / "responses.yml", language))
    found = [
        *prompts.call.all(),
        *(getattr(prompts.handoff, field.name) for field in fields(prompts.handoff)),
        prompts.agent.accept,
        *(getattr(prompts.telephone, field.name) for field in fields(prompts.telephone)),
        *(getattr(prompts.callbacks, field.name) for field in fields(prompts.callbacks)),
        prompts.agent.caller_left,
        *prompts.skills.fixed(),
        *responses,
    ]
    return tuple(dict.fromkeys(text for text in found if text and "{" not in text))


def _responses(path: Path, language: str) -> Iterator[str]:
    """Rasa's fixed responses: those without a condition are Persian, the others name their language."""
    try:
        table = load_yaml(path)
    except ValueError as error:
        raise DataFileError(path, str(error)) from error
    responses = table.get("responses") if isinstance(table, Mapping) else None
    if not isinstance(responses, Mapping):
        raise DataFileError(path, "it must hold 'responses:' with the responses indented below it")
    for name, variants in responses.items():
        if not isinstance(variants, list) or not all(isinstance(variant, Mapping) for variant in variants):
            raise DataFileError(path, f"{name}: it must hold a list of variants, each of them: - text: ...")
        for variant in variants:
            named = [c for c in variant.get("condition") or () if isinstance(c, Mapping)]
            conditions = [c.get("value") for c in named if c.get("name") == "language"]
            if language in (conditions or [FALLBACK]) and isinstance(variant.get("text"), str):
                yield variant["text"]
