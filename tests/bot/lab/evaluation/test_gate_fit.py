"""Gates that are fitted to made-up turns refuse and let in what they are meant to."""

import json

import numpy as np
import pytest

from bot.call.understanding import Intent, parse_gates
from bot.lab.evaluation.confidence_gate import Turned, gated
from bot.lab.evaluation.gate_fit import LET_IN, LOST, fit_gates, rungs, stored
from tests.bot.lab.evaluation.confidence_double import case


def turns(count: int, seed: int = 5) -> list[Turned]:
    """Half of them are about other things, and mostly less likely heard right."""
    draw = np.random.default_rng(seed)
    found = []
    for number in range(count):
        other = bool(number % 2)
        likely = float(draw.beta(2, 3) if other else draw.beta(6, 1.5))
        speaker = f"speaker{number % 20}"
        one = case(not other, likely, speaker=speaker, other=other)
        found.append(Turned(one, Intent("ask_balance", float(draw.uniform(0.5, 1))), likely, not other))
    return found


def test_few_good_turns_are_refused_and_little_else_is_answered() -> None:
    fitted = fit_gates(turns(600))["fa"]
    ends = [gated(one, sure) for one, sure in zip(fitted.turns, fitted.held_out, strict=True)]
    good = [one.outcome for one in ends if one.meant]
    others = [one.outcome for one in ends if one.other]
    assert good.count("refused") / len(good) == pytest.approx(LOST, abs=0.01)
    assert others.count("answered") / len(others) <= LET_IN
    assert good.count("answered") > good.count("asked")


def test_the_gate_in_use_agrees_with_the_held_out_ones() -> None:
    fitted = fit_gates(turns(600))["fa"]
    inside = np.array([fitted.gate.probability(one.evidence) for one in fitted.turns])
    assert np.corrcoef(inside, fitted.held_out)[0, 1] > 0.99


def test_where_little_else_is_heard_nothing_more_than_the_lost_is_refused() -> None:
    some = turns(200)
    odds = np.array([10.0 if one.meant else -10.0 for one in some])
    refuse, answer = rungs(some, odds, others=100)
    assert refuse == 10.0 and answer > refuse


def test_a_language_without_enough_turns_has_no_gate() -> None:
    assert fit_gates(turns(10)) == {}


def test_what_is_written_is_read() -> None:
    fitted = fit_gates(turns(300))
    read = parse_gates(stored(fitted))
    assert read["fa"].bias == pytest.approx(fitted["fa"].gate.bias, abs=1e-3)
    assert set(json.loads(stored(fitted))["fa"]) == {"likely", "words", "intent", "bias"}
