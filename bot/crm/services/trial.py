"""Services tried out before callers do: each with the inputs that its file gives, its answer and its time."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.crm.services.load import read_services
from bot.crm.services.model import LATE, REFUSED, Result, Service
from bot.crm.services.opening import unfit
from bot.crm.services.services import Services
from bot.findings import Finding


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one service. `result` is None where it was not asked, and `why` says why not."""

    service: Service
    result: Result | None
    ms: float = 0.0
    why: str = ""

    @property
    def failed(self) -> bool:
        """Whether a caller would have heard an apology."""
        return self.result is not None and self.result.outcome in {
            self.service.named.get(one, one) for one in (LATE, REFUSED)
        }


async def try_all(services: Services) -> list[Trial]:
    """Every service that only reads, one after another, with its sample."""
    return [await _tried(services, one) for one in services.services.values()]


async def try_one(services: Services, service: Service, inputs: Mapping[str, Any]) -> Trial:
    """One, with these inputs; it writes if it is one that writes."""
    began = time.monotonic()
    result = await services.call(service.name, inputs)
    return Trial(service, result, (time.monotonic() - began) * 1000, result.why)


def service_findings(data: Path, urls: Mapping[str, str]) -> Iterator[Finding]:
    """What the files and the configuration say, without asking a source. A mistake costs its service, not the start."""
    files = read_services(data)
    lacks = [*(one for one in files.problems if one.stops), *unfit(files, urls)]
    for problem in lacks:
        yield Finding("lack", f"{problem.where}: {problem.what}", problem.remedy, stops=False)
    if files.services and not lacks:
        yield Finding("ok", f"services: {len(files.services)} look-ups of {data / 'services'}")


async def _tried(services: Services, service: Service) -> Trial:
    if service.writes:
        return Trial(service, None, why="it writes")
    lacking = [name for name, one in service.inputs.items() if not one.optional and name not in service.sample]
    if lacking:
        return Trial(service, None, why=f"its `sample:` gives no {', '.join(lacking)}")
    return await try_one(services, service, service.sample)
