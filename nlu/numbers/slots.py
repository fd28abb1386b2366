"""Which of several readings of a spoken number is meant: the slot knows its length, its prefix and its checksum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlu.numbers import ar as numbers_ar
from nlu.numbers import fa as numbers_fa
from nlu.numbers import identifiers
from nlu.numbers.lattice import Reading
from nlu.numbers.words import Run
from nlu.text.languages import FALLBACK


@dataclass(frozen=True)
class Rule:
    """What a number of one sort looks like; no lengths = any length."""

    name: str
    lengths: tuple[int, ...] = ()
    prefixes: tuple[str, ...] = ("",)
    check: Callable[[str], bool] | None = None

    def fits(self, digits: str) -> bool:
        """Whether `digits` (ASCII) may be such a number."""
        return (
            digits.isdigit()
            and (not self.lengths or len(digits) in self.lengths)
            and digits.startswith(self.prefixes)
            and (self.check is None or self.check(digits))
        )


ORDER_NUMBER = Rule("order_number", (5,))
NATIONAL_ID = Rule("national_id", (10,), check=identifiers.iran_national_id)
MOBILE = Rule("mobile", (11,), ("09",))
CARD = Rule("card", (16,), check=identifiers.bank_card)
IBAN_IR = Rule("iban_ir", (24,), check=lambda digits: identifiers.iban(f"IR{digits}"))
UNASKED = ORDER_NUMBER
"""What callers say or key without having been asked for a number."""
RULES = {rule.name: rule for rule in (ORDER_NUMBER, NATIONAL_ID, MOBILE, CARD, IBAN_IR)}


@dataclass(frozen=True)
class Pick:
    """The chosen digits, and what else they could have been (read back when `others` is not empty)."""

    digits: str
    others: tuple[str, ...]
    span: tuple[int, int]


def fitting(readings: Sequence[Reading], rule: Rule) -> list[str]:
    """The digit strings that the rule allows, cheapest first, each once."""
    return list(dict.fromkeys(reading.digits for reading in readings if rule.fits(reading.digits)))


def pick(readings: Sequence[Reading], rule: Rule) -> Pick | None:
    """The cheapest reading that fits, or None; `readings` as `numbers_*.readings` gives them."""
    found = fitting(readings, rule)
    if not found:
        return None
    span = next(reading.span for reading in readings if reading.digits == found[0])
    return Pick(found[0], tuple(found[1:]), span)


def runs(text: str, language: str) -> list[Run]:
    """The runs of number words of `text` in that language ("fa" or "ar"; digits are read in both)."""
    return numbers_ar.runs(text) if language == "ar" else numbers_fa.runs(text)


def from_text(text: str, rule: Rule, language: str = FALLBACK) -> Pick | None:
    """The number of that sort in a caller's sentence; a sentence of several runs is tried run by run.

    What may be the rest of a longer number (`Run.whole`) is none.
    """
    for run in runs(text, language):
        found = pick(run.readings, rule) if run.whole else None
        if found:
            return found
    return None
