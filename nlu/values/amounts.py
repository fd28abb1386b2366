"""Amounts of money: {"value": 200000, "currency": "IRT"}.

The currency and the scale are never guessed. «دویست تومن» may be 200 toman or 200,000, as people leave the thousand
out: both are given and lack their "unit". Where no currency is said, those that may be meant are given and lack it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from nlu.numbers import slots
from nlu.numbers.lattice import Reading as Number
from nlu.numbers.words import Run
from nlu.text.languages import ascii_digits
from nlu.text.letters import fold
from nlu.values.kinds import Kind
from nlu.values.money_words import Named, money_of, named, part_of_one
from nlu.values.readings import Heard, Reading, cheapest

THOUSAND, MILLION = 1_000, 1_000_000
OTHER = 1.0
"""For a scale or a currency that is less likely than another."""
FEW = 100
"""Fewer toman may be millions: «دو و نیم تومن»."""
SHORTENED = {"IRT": (THOUSAND, 1, MILLION), "IQD": (1, THOUSAND)}
"""Scales that people leave out, the likeliest first."""
SHORT = {"IRT": 2 * THOUSAND, "IQD": THOUSAND}
"""A greater number is said in full."""


def read(kind: Kind, heard: Heard) -> tuple[Reading, ...]:
    """Every amount that the answer may mean; of several the last one whose currency is named."""
    text = fold(ascii_digits(heard.text))
    currencies = named(text, money_of(heard.language), kind.unit)
    runs = slots.runs(text, heard.language)
    if _named_alone(runs, currencies):
        return cheapest(_of_names(currencies, runs[0].readings[0].value if runs else Fraction(0)))
    if not runs:
        return ()
    pairs = [(run, _of_run(run, currencies, text)) for run in runs]
    run, currency = next((pair for pair in reversed(pairs) if pair[1]), (pairs[-1][0], None))
    codes = (currency.code,) if currency else _unsaid(kind, heard.language)
    more = _more(run, runs, text, heard.language) if currency else Fraction(0)
    return cheapest(_readings(run, codes, sure=bool(currency or kind.unit), more=more))


def keyed(kind: Kind, keys: str, language: str) -> tuple[Reading, ...]:
    """The number as it is, in the kind's currency or in any that may be meant."""
    if not keys.isdecimal():
        return ()
    codes = _unsaid(kind, language)
    lacks = "" if kind.unit else "unit"
    return tuple(Reading(_value(Fraction(int(keys)), code), OTHER * place, lacks) for place, code in enumerate(codes))


def _unsaid(kind: Kind, language: str) -> tuple[str, ...]:
    """The currencies that may be meant where none is named."""
    return (kind.unit,) if kind.unit else money_of(language).usual


def _of_run(run: Run, currencies: list[Named], text: str) -> Named | None:
    """The currency of a number: named within it («صدتومن») or behind it, with nothing but space between."""
    return next(
        (one for one in currencies if run.span[0] < one.end and not text[run.span[1] : one.start].strip()), None
    )


def _more(run: Run, runs: list[Run], text: str, language: str) -> Fraction:
    """What follows the currency: «عشرة ريال ونص», «خمسة دنانير و500 فلس»."""
    rest = [one for one in runs if one.span[0] > run.span[1]][:1]
    for other in rest:
        value = other.readings[0].value
        parts = part_of_one(text[other.span[1] :], money_of(language))
        if value < 1:
            return value
        return value / parts if parts else Fraction(0)
    return Fraction(0)


def _readings(run: Run, codes: tuple[str, ...], *, sure: bool, more: Fraction) -> Iterator[Reading]:
    for number in run.readings:
        if len(number.groups) <= 1:
            rest = number.value % MILLION
            if codes[0] in SHORTENED and number.value > MILLION and FEW <= rest < THOUSAND:  # «یه میلیون و پونصد»
                whole = number.value - rest + rest * THOUSAND
                yield from (Reading(_value(whole, code), OTHER * place, "unit") for place, code in enumerate(codes))
            yield from _scaled(number.value + more, number.cost, codes, sure)
        else:
            yield from _millions(number, codes)


def _millions(number: Number, codes: tuple[str, ...]) -> Iterator[Reading]:
    """«دو و پونصد» is two million five hundred thousand toman."""
    if len(number.groups) == 2 and codes[0] in ("IRT", "IRR"):
        millions, thousands = (int(group) for group in number.groups)
        if 0 < millions < FEW <= thousands < THOUSAND:
            value = Fraction(millions * MILLION + thousands * THOUSAND)
            yield from (Reading(_value(value, code), number.cost + OTHER, "unit") for code in codes)


def _scaled(value: Fraction, cost: float, codes: tuple[str, ...], sure: bool) -> Iterator[Reading]:
    for place, code in enumerate(codes):
        scales = _scales(value, code)
        for dear, scale in enumerate(scales):
            lacks = "" if sure and len(scales) == 1 else "unit"
            yield Reading(_value(value * scale, code), cost + OTHER * (place + dear), lacks)


def _scales(value: Fraction, code: str) -> tuple[int, ...]:
    """1, or the scales that may have been left out."""
    if value >= SHORT.get(code, 0) or value.denominator == 1 and value % THOUSAND == 0:
        return (1,)
    return tuple(scale for scale in SHORTENED[code] if scale < MILLION or value < FEW)


def _value(value: Fraction, code: str) -> dict[str, object]:
    return {"value": int(value) if value.denominator == 1 else float(value), "currency": code}


def _named_alone(runs: list[Run], currencies: list[Named]) -> bool:
    """Whether no number says how many: none is there, or only a part of one behind the name."""
    parts = all(run.readings[0].value < 1 and run.span[0] >= currencies[-1].end for run in runs[:2] if currencies)
    return bool(currencies) and parts and len(runs) <= 1


def _of_names(currencies: list[Named], more: Fraction) -> Iterator[Reading]:
    """«ريالين», «دينار ونص»: the name alone, for one or two of them and a part of one."""
    for one in currencies[-1:]:
        yield Reading(_value((2 if one.dual else 1) + more, one.code), OTHER)
