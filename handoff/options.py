"""How a human takes over: the handoff's part of `config.yml`, with its usual values; frozen."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Gt, Le


@dataclass(frozen=True)
class RingRules:
    """How the agent of the built-in queue is rung."""

    ring_s: Annotated[float, Gt(0), Le(300)] = 20.0
    attempts: Annotated[int, Ge(1), Le(20)] = 2

    @property
    def free_s(self) -> float:
        """How long a caller waits for an agent who has another: as long as for one who does not pick up."""
        return self.attempts * self.ring_s


@dataclass(frozen=True)
class ReferRules:
    """How a transfer by SIP REFER is waited for."""

    refer_timeout_s: Annotated[float, Gt(0), Le(300)] = 20.0
