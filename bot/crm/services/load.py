"""The files of data/services/, read and looked at: every mistake with its line, before a caller meets it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.crm.services.declared import Declared
from bot.crm.services.declared_rest import parse_api
from bot.crm.services.fields import BadField
from bot.crm.services.model import Service
from bot.crm.services.rest_model import Api
from nlu.errors import DataProblem
from nlu.training.data_check.names import unknown_keys
from nlu.training.data_check.read import Document, Map, read
from nlu.training.data_shape import ANY_KEY

FOLDER = "services"
_SHAPE: Any = {"services": ({ANY_KEY: {}}, None), "apis": ({ANY_KEY: ({}, None)}, None)}


@dataclass(frozen=True)
class ServiceFiles:
    """What was read, and all that is wrong with it; a service with a mistake is left out."""

    services: Mapping[str, Service]
    apis: Mapping[str, Api]
    """Sources over HTTP: how they are spoken to."""
    problems: tuple[DataProblem, ...]


def read_services(data: Path) -> ServiceFiles:
    """All services of the folder `data`/services; none where there is no such folder."""
    services: dict[str, Service] = {}
    apis: dict[str, Api] = {}
    problems: list[DataProblem] = []
    for path in sorted((data / FOLDER).glob("*.y*ml")):
        try:
            document = read(path, _SHAPE)
        except DataProblem as problem:
            problems.append(problem)
            continue
        problems += document.doubled()
        problems += unknown_keys(document, document.tree, set(_SHAPE), "the file")
        problems += _take_apis(document, apis)
        for declared in _declared(document):
            problems += declared.problems
            if service := declared.service:
                problems += _twice(document, service, services)
                services.setdefault(service.name, service)
    return ServiceFiles(services, apis, tuple(sorted(problems, key=lambda problem: not problem.stops)))


def check_services(data: Path) -> list[DataProblem]:
    """Every mistake in data/services/."""
    return list(read_services(data).problems)


def _declared(document: Document) -> Iterator[Declared]:
    held = document.tree.get("services") or Map()
    for name in held:
        yield Declared(document, name, held[name], held.lines[name])


def _take_apis(document: Document, apis: dict[str, Api]) -> Iterator[DataProblem]:
    held = document.tree.get("apis") or Map()
    for name in held:
        if name in apis:
            yield document.problem(held.lines[name], f"source '{name}' is in another file too", "Delete one of them.")
        try:
            apis.setdefault(str(name), parse_api(held[name]))
        except BadField as wrong:
            yield document.problem(held.lines[name], f"source '{name}' {wrong.what}", wrong.remedy)


def _twice(document: Document, service: Service, known: Mapping[str, Service]) -> Iterator[DataProblem]:
    if first := known.get(service.name):
        what = f"service '{service.name}' is in {first.path.name}:{first.line} too"
        yield document.problem(service.line, what, "Delete or rename one of them.")
