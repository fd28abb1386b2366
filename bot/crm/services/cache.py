"""Answers that may be given again for a while: prices, branches. What is written, late or refused is never kept."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.crm.services.model import LATE, REFUSED, Result, Service

ANSWERS_MOST = 1_000


class Cache:
    """Of all services, in memory. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[Any, ...], tuple[float, Result]] = OrderedDict()

    def get(self, service: Service, asked: Mapping[str, Any]) -> Result | None:
        """The answer with its age, None where there is none that is young enough."""
        said_at, result = self._kept.get(_key(service, asked), (float("-inf"), Result(LATE)))
        age_s = self._clock() - said_at
        return replace(result, age_s=age_s) if age_s < service.keep_s else None

    def keep(self, service: Service, asked: Mapping[str, Any], result: Result) -> None:
        """Take an answer, if the service's may be kept; the oldest makes room."""
        if not service.keep_s or result.outcome in (LATE, REFUSED):
            return
        self._kept[_key(service, asked)] = (self._clock(), result)
        self._kept.move_to_end(_key(service, asked))
        while len(self._kept) > ANSWERS_MOST:
            self._kept.popitem(last=False)


def _key(service: Service, asked: Mapping[str, Any]) -> tuple[Any, ...]:
    return (service.name, *sorted((name, repr(value)) for name, value in asked.items()))
