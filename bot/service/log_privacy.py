"""No card and no identity number in our log: the second fence, behind the rule that none is written there."""

import logging
from collections.abc import Callable, Collection

from nlu.numbers.redaction import Kind, redact
from nlu.text.languages import FALLBACK


class RedactingFilter(logging.Filter):
    """Takes numbers of these kinds out of every line; what has no long number costs one look."""

    def __init__(self, kinds: Collection[Kind]) -> None:
        super().__init__()
        self._kinds = tuple(kinds)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets it pass."""
        try:
            told = record.getMessage()
        except (TypeError, ValueError):  # logging itself tells a line whose arguments do not fit
            return True
        if sum(letter.isdigit() for letter in told) >= FEWEST_DIGITS:
            left = redact(told, self._kinds, FALLBACK)
            if left != told:
                record.msg, record.args = left, None
        return True


FEWEST_DIGITS = 10
"""No number of any kind has fewer."""


def redact_log(kinds: Collection[Kind]) -> Callable[[], None]:
    """From now on; what is given back ends it."""
    fence = RedactingFilter(kinds)
    handlers = list(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(fence)

    def end() -> None:
        for handler in handlers:
            handler.removeFilter(fence)

    return end
