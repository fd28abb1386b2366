"""One caller by his number, and a mark that knows him again without telling it."""

import hashlib
import hmac
from collections.abc import Callable

from bot.crm.numbers import normalise

FEWEST_DIGITS = 3
"""An extension has as many."""
PURPOSE = b"hatef erasures"

IsHim = Callable[[str], bool]
"""Whether a number, as a line brought it or somebody wrote it, is his."""


class NotANumber(ValueError):
    """What was given names nobody."""


def person(number: str) -> str:
    """His number as all its spellings have it in common. Raises NotANumber."""
    found = normalise(number)
    if sum(letter.isdigit() for letter in found) < FEWEST_DIGITS:
        raise NotANumber("this is no telephone number: give it with its digits, e.g. 09121234567 or +989121234567")
    return found


def by_number(whom: str) -> IsHim:
    """By what `person` gave."""
    return lambda number: bool(number) and normalise(number) == whom


def mark_of(whom: str, secret: bytes) -> str:
    """Sixty-four hex digits that only who has `secret` can make of a number."""
    return hmac.new(hashlib.sha256(PURPOSE + secret).digest(), whom.encode(), hashlib.sha256).hexdigest()


def by_mark(mark: str, secret: bytes) -> IsHim:
    """By what `mark_of` gave."""
    return lambda number: bool(number) and hmac.compare_digest(mark_of(normalise(number), secret), mark)
