"""Keep what callers say out of the Rasa process's log, and its needless lines too.

Rasa's structlog events carry sentences, slots and whole trackers as keys, and its tracebacks carry local variables.
Here every event keeps only its name, its level and the type of the error.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

_KEPT = ("event", "level", "event_info", "event_key", "timestamp")
_WRITES_INFO = ("rasa.core.run", "rasa.server")


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: keep what names the event, drop what it is about."""
    kept = {key: str(value)[:80] for key, value in event.items() if key in _KEPT}
    if event.get("exc_info"):
        kept["error"] = _error_type(event["exc_info"])
    return kept


def _error_type(exc_info: Any) -> str:
    if isinstance(exc_info, BaseException):
        return type(exc_info).__name__
    if isinstance(exc_info, tuple) and exc_info[0] is not None:
        return str(exc_info[0].__name__)
    current = sys.exc_info()[0]
    return current.__name__ if current else "unknown"


class ShortFormatter(logging.Formatter):
    """Log lines whose tracebacks are places and an error type: messages may quote a caller."""

    def formatException(self, ei: Any) -> str:
        """The last three places and the type of the error."""
        places = traceback.extract_tb(ei[2])[-3:]
        where = " < ".join(
            f"{place.filename.rsplit('site-packages/')[-1]}:{place.lineno}" for place in reversed(places)
        )
        return f"{ei[0].__name__} at {where}" if ei[0] else ""


def install() -> None:
    """Make this process's log quiet; called after Rasa has configured logging."""
    processors = structlog.get_config()["processors"]
    if redact not in processors:
        processors.insert(0, redact)  # in place: loggers that were bound before share this list
    formatter = ShortFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.setFormatter(formatter)
