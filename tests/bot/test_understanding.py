"""Words and intent make up for each other's doubt, but not for everything."""

import pytest

from bot.understanding import WEIGHTS, understood
from handoff.rules import Limits

LIMITS = Limits()


@pytest.mark.parametrize("language", sorted(WEIGHTS))
class TestUnderstood:
    def test_words_beyond_doubt_leave_the_intent_as_it_is(self, language: str) -> None:
        assert understood(language, 1.0, 0.6) == 0.6
        assert LIMITS.doubt_at <= understood(language, 1.0, 0.45) < LIMITS.accept_at

    def test_a_clear_intent_bears_a_word_heard_wrong(self, language: str) -> None:
        assert understood(language, 0.5, 0.99) >= LIMITS.doubt_at

    def test_a_doubtful_intent_of_doubtful_words_is_none(self, language: str) -> None:
        assert understood(language, 0.5, 0.5) < LIMITS.doubt_at

    def test_words_that_were_surely_misheard_are_not_acted_upon(self, language: str) -> None:
        assert understood(language, 0.02, 0.999) < LIMITS.accept_at
        assert understood(language, 0.0, 0.9) < LIMITS.doubt_at

    def test_surer_is_never_less(self, language: str) -> None:
        found = [understood(language, words / 10, 0.9) for words in range(11)]
        assert found == sorted(found)
