"""What the console is told: its part of `config.yml`, with its usual values and bounds; frozen."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Gt, Le


@dataclass(frozen=True)
class WebhookOptions:
    """Which program is told of handoffs."""

    url: str
    timeout_s: Annotated[float, Gt(0), Le(30)] = 5.0


@dataclass(frozen=True)
class ConsoleOptions:
    """Where people and other programs reach Hatef by HTTP. `port` 0: any that is free; `hatef status` tells it."""

    enabled: bool = True
    host: str = "127.0.0.1"
    port: Annotated[int, Ge(0), Le(65_535)] = 8760
    public_url: str | None = None
    """What stands before /handoff/TOKEN for those who open it, e.g. the address of a reverse proxy."""

    @property
    def reached_at(self) -> str:
        """The host as this machine's own programs reach it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
