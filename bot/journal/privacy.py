"""How much of a caller's number the journal keeps, and which numbers of what was said."""

from collections.abc import Callable
from dataclasses import dataclass

from nlu.numbers.redaction import Kind, redact
from nlu.text.languages import CODES

Hide = Callable[[str], str]
REDACTED: tuple[Kind, ...] = ("card", "national_id", "iban")
"""What nobody needs to keep. Mobile numbers are for call-backs."""
HEAD, TAIL = 4, 2


def keep(number: str) -> str:
    """The number as it is."""
    return number


def mask(number: str) -> str:
    """The ends of the number, enough to recognise one's own: «0912*****67»."""
    hidden = len(number) - HEAD - TAIL
    return "*" * len(number) if hidden <= 0 else number[:HEAD] + "*" * hidden + number[-TAIL:]


@dataclass(frozen=True, slots=True)
class Redaction:
    """Which numbers are taken out of what was said, by their looks."""

    kinds: tuple[Kind, ...] = ()

    def text(self, text: str, language: str) -> str:
        """`text` with «[card]» and the like in their place."""
        return redact(text, self.kinds, language) if self.kinds and text else text

    def note(self, text: str) -> str:
        """The same of what somebody writes down, in whichever language."""
        for language in CODES:
            text = self.text(text, language)
        return text
