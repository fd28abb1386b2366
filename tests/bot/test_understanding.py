"""Words and intent make up for each other's doubt, but not for everything."""

import pytest

from bot.understanding import Intent, doubtful, evidence, gates, parse_gates, understood
from handoff.rules import Limits

LIMITS = Limits()


def test_what_one_pass_alone_heard_needs_sure_words_and_a_sure_intent() -> None:
    assert understood("fa", None, 0.8, Intent("greet", 0.5)) == pytest.approx(0.4)
    assert understood("xx", 0.9, 0.8, Intent("greet", 0.5)) == pytest.approx(0.4)


def test_a_file_of_weights() -> None:
    gate = parse_gates('{"fa": {"likely": 1.0, "words": 0.0, "intent": 2.0, "bias": -1.0}}')["fa"]
    assert gate.sure((0.0, 0.9, 0.5)) == 0.5
    assert gate.sure((2.0, 0.9, 0.5)) > 0.5 > gate.sure((-2.0, 0.9, 0.5))


def test_what_is_not_even_told_to_the_dialogue() -> None:
    assert doubtful(None, 0.4, 0.5) and not doubtful(None, 0.6, 0.5)
    assert doubtful(0.01, 0.4, 0.5) and not doubtful(0.3, 0.1, 0.5)
    assert not doubtful(0.01, 0.6, 0.5)


def test_certainty_has_an_end() -> None:
    assert evidence(0.0, 0.5, 0.5)[0] == -evidence(1.0, 0.5, 0.5)[0]
    assert evidence(1.0, 0.5, 0.5)[0] > evidence(0.99, 0.5, 0.5)[0]


@pytest.mark.parametrize("language", ["fa", "ar"])
class TestShipped:
    def test_a_clear_request_is_answered(self, language: str) -> None:
        assert understood(language, 0.95, 0.98, Intent("ask_balance", 0.98)) >= LIMITS.accept_at

    def test_what_was_surely_misheard_is_not(self, language: str) -> None:
        assert understood(language, 0.02, 0.5, Intent("ask_balance", 0.6)) < LIMITS.doubt_at

    def test_who_asks_for_a_human_is_rather_believed(self, language: str) -> None:
        assert understood(language, 0.01, 0.7, Intent("talk_to_human", 0.9)) >= LIMITS.doubt_at

    def test_surer_is_never_less(self, language: str) -> None:
        assert all(weight >= 0 for weight in gates()[language].weights)
