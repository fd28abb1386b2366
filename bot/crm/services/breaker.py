"""A source that does not answer is left alone for a while, so that no caller waits for it again and again.

closed ──(FAILURES in a row)──▶ open ──(after REST_S)──▶ one is let through ──answers──▶ closed
                                  ▲────────────────────────────── fails ─┘
"""

from collections.abc import Callable

FAILURES = 3
REST_S = 10.0


class Breaker:
    """Of one source. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._opened_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether nobody should ask now; asking this after the rest lets one question through, and others wait on."""
        if self._failures < FAILURES:
            return False
        if self._clock() - self._opened_at < REST_S:
            return True
        self._opened_at = self._clock()
        return False

    def failed(self) -> None:
        """No answer came."""
        self._failures += 1
        if self._failures >= FAILURES:
            self._opened_at = self._clock()

    def answered(self) -> None:
        """One came."""
        self._failures = 0
