"""What is wrong in a file of flows, and where in it."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[str | int, ...]
"""The keys and positions that lead to a value: ("flows", "order_status", "steps", 0, "collect")."""


@dataclass(frozen=True)
class Mistake:
    """One mistake, told in one line."""

    at: Place
    what: str
    remedy: str


class Mistakes(list[Mistake]):
    """All that were found so far."""

    def tell(self, at: Place, what: str, remedy: str) -> None:
        """One more."""
        self.append(Mistake(at, what, remedy))
