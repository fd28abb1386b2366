"""{input}s filled into a request. What a caller said is a value there and nothing else, wherever it stands."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from bot.crm.services.rest_model import Rest

PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")
BREAKS = re.compile(r"[\x00-\x1f\x7f]")
DOTS = frozenset({"", ".", ".."})
"""As a part of a path they would name another one."""


def places(rest: Rest) -> frozenset[str]:
    """The inputs that a request names."""
    texts = (rest.path, *rest.query.values(), *rest.headers.values(), *_texts(rest.json), *_texts(rest.form))
    return frozenset(name for text in texts for name in PLACE.findall(text))


def path(template: str, values: Mapping[str, Any]) -> str:
    """Encoded whole, / and dots included. Raises ValueError where a value would name another path."""

    def value(found: re.Match[str]) -> str:
        text = _text(values[found[1]])
        if text in DOTS:
            raise ValueError(f"{{{found[1]}}} cannot be part of a path")
        return quote(text, safe="")

    return PLACE.sub(value, template)


def texts(templates: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """Of a query or a form, which httpx encodes; what stands for nothing alone is left out."""
    filled = {}
    for name, template in templates.items():
        alone = PLACE.fullmatch(template)
        if alone is None or values[alone[1]] is not None:
            filled[name] = PLACE.sub(lambda found: _text(values[found[1]]), template)
    return filled


def headers(templates: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """Raises ValueError where a value would break out of its line, or is no Latin-1 (RFC 9110, 5.5)."""
    filled = {name: text.strip() for name, text in texts(templates, values).items()}
    for name, text in filled.items():
        if BREAKS.search(text) or not text.isascii():
            raise ValueError(f"what belongs into the header {name} cannot stand there")
    return filled


def json(template: Any, values: Mapping[str, Any]) -> Any:
    """A text that is one {input} becomes its value, of its own kind; inside a text it becomes text."""
    if isinstance(template, Mapping):
        return {str(key): json(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [json(value, values) for value in template]
    if not isinstance(template, str):
        return template
    if alone := PLACE.fullmatch(template):
        return _plain(values[alone[1]])
    return PLACE.sub(lambda found: _text(values[found[1]]), template)


def _texts(template: Any) -> Iterator[str]:
    if isinstance(template, str):
        yield template
    elif isinstance(template, Mapping):
        for value in template.values():
            yield from _texts(value)
    elif isinstance(template, list):
        for value in template:
            yield from _texts(value)


def _plain(value: Any) -> Any:
    """Days as ISO text; all else is JSON already."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(_plain(value))
