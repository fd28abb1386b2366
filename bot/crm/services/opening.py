"""The services of a company, opened: its files read, a source for each URL."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.crm.services.load import read_services
from bot.crm.services.model import Service
from bot.crm.services.services import Services, Source
from bot.crm.services.sql import SqlSource
from bot.errors import BotError, CrmUnavailable

log = logging.getLogger(__name__)

THREADS = 8


class Missing:
    """Stands where a source cannot be opened, so that the others serve: whoever asks it hears that."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def rows(self, service: Service, inputs: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Raises CrmUnavailable."""
        raise CrmUnavailable(service.name, f"source '{self._name}' is not open; see hatef crm check")

    def close(self) -> None:
        """Nothing is held."""


def open_services(data: Path, urls: Mapping[str, str]) -> Services:
    """All usable services of `data`/services over the sources that `urls` names; what is wrong is logged, never raised:
    a mistake in one service must not silence the others."""
    files = read_services(data)
    for problem in files.problems:
        if problem.stops:
            log.error("%s", problem)
    longest = max((service.budget_ms for service in files.services.values()), default=0)
    sources = {name: _opened(name, url, longest) for name, url in urls.items()}
    lacking = {service.source for service in files.services.values()} - set(sources)
    for name in lacking:
        log.error("services: source '%s' has no URL; write it below crm.sources in config.yml", name)
    return Services(files.services, {**sources, **{name: Missing(name) for name in lacking}})


def _opened(name: str, url: str, timeout_ms: int) -> Source:
    try:
        return SqlSource(url, timeout_ms=timeout_ms, threads=THREADS)
    except BotError as error:
        log.error("services: source '%s': %s", name, error)
        return Missing(name)
