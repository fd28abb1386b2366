"""How much of a caller's number the journal keeps."""

from collections.abc import Callable

Hide = Callable[[str], str]
HEAD, TAIL = 4, 2


def keep(number: str) -> str:
    """The number as it is."""
    return number


def mask(number: str) -> str:
    """The ends of the number, enough to recognise one's own: «0912*****67»."""
    hidden = len(number) - HEAD - TAIL
    return "*" * len(number) if hidden <= 0 else number[:HEAD] + "*" * hidden + number[-TAIL:]
