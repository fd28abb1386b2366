"""The services at work: one call is one question, and whatever happens is one of its outcomes."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol
from uuid import uuid4

from bot.crm.services.breaker import Breaker
from bot.crm.services.cache import Cache
from bot.crm.services.model import FOUND, LATE, NONE, REFUSED, SEVERAL, Answer, Result, Service
from bot.crm.services.pins import fits
from bot.crm.services.values import read_input, read_output
from bot.errors import CrmBadAnswer, CrmError

log = logging.getLogger(__name__)


class Source(Protocol):
    """Where the answers come from."""

    async def ask(self, service: Service, inputs: Mapping[str, Any]) -> Answer:
        """The rows of the answer by column or path. Raises CrmUnavailable, CrmBadAnswer."""
        ...

    async def close(self) -> None:
        """Let go of what it holds."""
        ...


class Keeper(Protocol):
    """Keeps what is to be written until it is (`bot.crm.services.outbox`)."""

    async def written(
        self, service: Service, inputs: Mapping[str, Any], key: str, call_id: str, ask: Callable[[], Awaitable[Result]]
    ) -> Result:
        """What became of it; `ask` tries it once."""
        ...


class Services:
    """All services of data/services/ over their sources."""

    def __init__(
        self,
        services: Mapping[str, Service],
        sources: Mapping[str, Source],
        *,
        today: Callable[[], date] = date.today,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.services = services
        self._sources = sources
        self._today = today
        self._breakers = {name: Breaker(clock) for name in sources}
        self._cache = Cache(clock)
        self._keeper: Keeper | None = None

    def keep_in(self, keeper: Keeper) -> None:
        """From now on what services write is kept until it is written."""
        self._keeper = keeper

    async def call(self, name: str, inputs: Mapping[str, Any], key: str = "", call_id: str = "") -> Result:
        """Ask. Never raises for what a source does: `late` and `refused` are outcomes like any other.

        `key`: of one wish of one caller; a service that writes does what has the same key once. "": a new one.
        `call_id`: whose wish it is, so that it can be erased with the call.
        """
        service = self.services.get(name)
        if service is None:
            log.error("service %s: there is none of that name in data/services/", name)
            return Result(REFUSED)
        asked = self._read(service, inputs)
        if isinstance(asked, Result):
            return asked
        if service.writes and self._keeper is not None:
            one = key or uuid4().hex
            return await self._keeper.written(service, inputs, one, call_id, lambda: self._ask(service, asked, one))
        return self._cache.get(service, asked) or await self._ask(service, asked, key or uuid4().hex)

    async def attempt(self, service: Service, inputs: Mapping[str, Any], key: str, *, budget_ms: int) -> Result:
        """One more try of what is kept, with more patience than a caller has."""
        asked = self._read(service, inputs)
        return (
            asked if isinstance(asked, Result) else await self._ask(replace(service, budget_ms=budget_ms), asked, key)
        )

    async def close(self) -> None:
        """Let go of all sources."""
        for source in self._sources.values():
            await source.close()

    def _read(self, service: Service, inputs: Mapping[str, Any]) -> Mapping[str, Any] | Result:
        """The inputs as the source gets them, or the refusal."""
        try:
            asked = {key: read_input(inputs.get(key), wanted) for key, wanted in service.inputs.items()}
        except (ValueError, TypeError, KeyError):
            return self._failed(service, REFUSED, "an input is nothing of its kind")
        if missing := [key for key, wanted in service.inputs.items() if asked[key] is None and not wanted.optional]:
            return self._failed(service, REFUSED, f"no value for {', '.join(missing)}")
        return asked

    async def _ask(self, service: Service, asked: Mapping[str, Any], key: str) -> Result:
        breaker = self._breakers[service.source]
        if breaker.is_open:
            return self._failed(service, LATE, "its source did not answer lately and is left alone for a while")
        given = {**asked, "today": self._today(), "key": key}
        try:
            async with asyncio.timeout(service.budget_ms / 1000):
                answer = await self._sources[service.source].ask(service, given)
        except CrmBadAnswer as error:
            breaker.answered()
            return self._failed(service, REFUSED, str(error))
        except (TimeoutError, CrmError) as error:
            breaker.failed()
            return self._failed(service, LATE, str(error) or f"no answer within {service.budget_ms} ms")
        breaker.answered()
        try:
            result = await asyncio.to_thread(answered, service, answer, asked)  # comparing a PIN takes a while
        except (ValueError, TypeError) as error:
            return self._failed(service, REFUSED, str(error))
        self._cache.keep(service, asked, result)
        return result

    def _failed(self, service: Service, outcome: str, why: str) -> Result:
        log.warning("service %s: %s (%s)", service.name, outcome, why)
        return replace(_result(service, outcome, ()), why=why)


def answered(service: Service, answer: Answer, asked: Mapping[str, Any]) -> Result:
    """What an answer means. Raises ValueError: it cannot be read; the text names the output, never its value."""
    rows = [row for row in answer.rows if _matches(service, row, asked)][: service.limit]
    if not rows:
        return _result(service, answer.outcome or NONE, ())
    outcome = answer.outcome or (FOUND if service.many or len(rows) == 1 else SEVERAL)
    if outcome == FOUND and service.outcome_at:
        outcome = _own_outcome(service, rows[0])
    return _result(service, outcome, tuple(_outputs(service, row) for row in rows))


def _result(service: Service, outcome: str, rows: tuple[Mapping[str, Any], ...]) -> Result:
    told = {name for name, output in service.outputs.items() if not output.matches}
    first = rows[0] if rows and outcome != SEVERAL else {}
    private = frozenset(name for name in told if service.outputs[name].private)
    levels = {name: service.outputs[name].opens_at for name in told}
    outputs = {name: first.get(name) for name in service.outputs if name in told}
    return Result(service.named.get(outcome, outcome), outputs, rows, private, levels)


def _outputs(service: Service, row: Mapping[str, Any]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name, output in service.outputs.items():
        if output.matches:
            continue
        if output.optional and output.at not in row:
            found[name] = None
            continue
        try:
            found[name] = read_output(row[output.at], output)
        except KeyError as error:
            raise ValueError(f"the answer has no '{output.at}' for output '{name}'") from error
        except (ValueError, TypeError) as error:
            raise ValueError(f"what stands in '{output.at}' is no {output.kind.value}") from error
    return found


def _matches(service: Service, row: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    hashed = [output for output in service.outputs.values() if output.matches]
    return all(fits(str(asked[output.matches] or ""), str(row.get(output.at) or "")) for output in hashed)


def _own_outcome(service: Service, row: Mapping[str, Any]) -> str:
    said = str(row.get(service.outcome_at) or FOUND).strip().casefold()
    if said != FOUND and said not in service.own:
        raise ValueError(f"column '{service.outcome_at}' names an outcome that `own:` does not")
    return said
