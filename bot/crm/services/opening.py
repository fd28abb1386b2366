"""The services of a company, opened: its files read, a source for each URL."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.crm.services.load import ServiceFiles, read_services
from bot.crm.services.model import Answer, Service
from bot.crm.services.rest import RestSource
from bot.crm.services.rest_model import Api, Rest
from bot.crm.services.services import Services, Source
from bot.crm.services.sql import SqlSource
from bot.errors import BotError, CrmUnavailable
from nlu.errors import DataProblem

log = logging.getLogger(__name__)

THREADS = 8
LACKING = "?"
"""The source of services whose own one does not fit."""
NOTHING: Mapping[str, str] = MappingProxyType({})


class Missing:
    """Stands where a source cannot be opened, so that the others serve: whoever asks it hears that."""

    async def ask(self, service: Service, inputs: Mapping[str, Any]) -> Answer:
        """Raises CrmUnavailable."""
        raise CrmUnavailable(service.name, "its source is not open; see hatef crm check")

    async def close(self) -> None:
        """Nothing is held."""


def open_services(data: Path, urls: Mapping[str, str], secrets: Mapping[str, str] = NOTHING) -> Services:
    """All services of `data`/services over the sources that `urls` names; what is wrong is logged, never raised: a
    mistake in one service must not silence the others. `secrets`: the variables that sources' `auth:` name."""
    files = read_services(data)
    for problem in (*(one for one in files.problems if one.stops), *unfit(files, urls)):
        log.error("%s", problem)
    services = {name: one if _fits(one, urls) else replace(one, source=LACKING) for name, one in files.services.items()}
    longest = max((one.budget_ms for one in services.values()), default=0)
    used = {one.source for one in services.values()} - {LACKING}
    sources = {name: _opened(name, urls[name], files, secrets, longest) for name in used}
    return Services(services, {**sources, LACKING: Missing()})


def unfit(files: ServiceFiles, urls: Mapping[str, str]) -> Iterator[DataProblem]:
    """Services whose source has no URL, or one of another sort than what they ask it."""
    for service in files.services.values():
        if service.source not in urls:
            what = f"source '{service.source}' of service '{service.name}' has no URL in config.yml"
            yield DataProblem(
                service.path, service.line, what, f"Add there: crm: {{sources: {{{service.source}: ...}}}}."
            )
        elif not _fits(service, urls):
            asks, is_one = ("request", "a database") if isinstance(service.ask, Rest) else ("sql", "a web service")
            what = f"service '{service.name}' holds `{asks}:`, and its source '{service.source}' is {is_one}"
            yield DataProblem(service.path, service.line, what, "Name another source, or ask this one as it can be.")


def is_web(url: str) -> bool:
    """Whether a source is spoken to over HTTP."""
    return url.casefold().startswith(("http://", "https://"))


def _fits(service: Service, urls: Mapping[str, str]) -> bool:
    return service.source in urls and isinstance(service.ask, Rest) == is_web(urls[service.source])


def _opened(name: str, url: str, files: ServiceFiles, secrets: Mapping[str, str], timeout_ms: int) -> Source:
    try:
        if is_web(url):
            return RestSource(url, files.apis.get(name, Api()), secrets, timeout_ms=timeout_ms)
        return SqlSource(url, timeout_ms=timeout_ms, threads=THREADS)
    except BotError as error:
        log.error("services: source '%s': %s", name, error)
        return Missing()
