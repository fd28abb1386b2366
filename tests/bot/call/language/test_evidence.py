"""How likely each language is, from what both recognisers made of a sentence."""

import json

import pytest

from bot.call.language.evidence import (
    FIT_MOST,
    NAMES,
    RULES,
    WEIGHTS,
    Evidence,
    choose,
    features,
    known_share,
    likelier,
    parse_rules,
    probabilities,
    rule_for,
)
from voice.events import LanguageFit
from voice.logistic import LogisticModel


def heard(
    language: str, confidence: float, score: float | None = None, fit: LanguageFit | None = None, *, text: str = "x"
) -> Evidence:
    return Evidence(language, text, confidence, 1.0, score, fit)


NOTHING = (heard("fa", 0.0, -20.0, text=""), heard("ar", 0.0, -19.0, text=""))


def test_the_words_of_the_training_data_are_known_however_they_are_written() -> None:
    words = frozenset({"موجودی", "حسابم", "اریه"})
    assert known_share("موجودی حسابم", words) == 1.0
    assert known_share("موجودي قسطنطنیه", words) == 0.5
    assert known_share("", words) == 0.0


def test_features_say_how_far_one_is_ahead_and_turn_round_with_the_pair() -> None:
    one, other = heard("fa", 0.9, -50.0), heard("ar", 0.3, -62.0)
    ahead = features(one, other)
    assert ahead == pytest.approx((2.4, 0.6, 0.0, 0.0, 0.0, 0.0, 0.0))
    assert features(other, one) == pytest.approx([-value for value in ahead])
    assert len(ahead) == len(NAMES)


def test_a_lead_counts_less_where_both_readings_are_dear() -> None:
    assert features(heard("fa", 0.5, -120.0), heard("ar", 0.5, -132.0))[0] == pytest.approx(1.0)


def test_a_lead_has_a_limit_and_without_both_scores_there_is_none() -> None:
    assert features(heard("fa", 0.5, -50.0), heard("ar", 0.5, -900.0))[0] == 4.0
    assert features(heard("fa", 0.5, -2.0), heard("ar", 0.5, -4.0))[0] == pytest.approx(1.0)
    assert features(heard("fa", 0.5, -50.0), heard("ar", 0.5))[0] == 0.0


def test_a_rule_is_a_logistic_regression() -> None:
    rule = LogisticModel((2.0, 1.0, 0.0), -1.0)
    assert rule.probability((0.5, 0.0, 9.0)) == 0.5
    assert rule.probability((1.0, 0.0, 0.0)) == pytest.approx(0.7310586)
    assert rule.probability((-1e9, 0.0, 0.0)) > 0


def test_the_fits_of_both_second_passes_are_compared_in_nats_up_to_a_limit() -> None:
    one = heard("fa", 0.5, fit=LanguageFit(doubt=0.1, sounds=10, lost=2.0, cost=20.0, agreed=0.75))
    other = heard("ar", 0.5, fit=LanguageFit(doubt=0.9, sounds=8, lost=14.0, cost=12.0, agreed=0.25))
    assert features(one, other)[3:] == pytest.approx((2.0, 3.0, -2.0, 0.5))
    assert features(other, one)[3:] == pytest.approx((-2.0, -3.0, 2.0, -0.5))
    lost = heard("ar", 0.5, fit=LanguageFit(doubt=3.0, sounds=0, lost=900.0, cost=0.0))
    assert features(one, lost)[4] == FIT_MOST
    assert features(one, heard("ar", 0.5))[3:] == (0.0, 0.0, 0.0, 0.0)


def test_both_second_passes_decide_where_both_answered() -> None:
    fit = LanguageFit(doubt=0.1, sounds=10, lost=2.0, cost=20.0)
    heads, first = heard("fa", 0.5, -50.0, fit), heard("ar", 0.5, -50.0)
    assert rule_for(heads, heard("ar", 0.5, -50.0, fit)) == "heads"
    assert rule_for(heads, first) == rule_for(first, heads) == "score"
    assert rule_for(heard("fa", 0.5), first) == "words"


def test_the_weights_in_use_name_every_feature_and_trust_the_better_language() -> None:
    rules = parse_rules(WEIGHTS.read_text(encoding="utf-8"))
    assert set(rules) == set(RULES) == {"heads", "score", "words"}
    assert min(rules["heads"].weights[NAMES.index(name)] for name in ("clear", "fitting", "usual", "agreed")) > 0
    assert rules["score"].weights[NAMES.index("score")] > 0
    assert rules["words"].weights[NAMES.index("confidence")] > 0
    assert json.loads(WEIGHTS.read_text(encoding="utf-8"))["clips"] >= 100


def test_the_sound_decides_where_both_tell_its_likelihood_and_the_words_elsewhere() -> None:
    clear = (heard("fa", 0.9, -50.0), heard("ar", 0.2, -90.0))
    assert probabilities(clear)["fa"] > 0.95
    assert sum(probabilities(clear).values()) == pytest.approx(1)
    assert likelier((heard("fa", 0.1), heard("ar", 1.0))).language == "ar"
    by = {"score": LogisticModel((9.0, 0, 0, 0, 0, 0, 0), 0.0), "words": LogisticModel((0, -9.0, 0, 0, 0, 0, 0), 0.0)}
    assert probabilities(clear, by)["fa"] > 0.99
    assert probabilities((heard("fa", 0.9), heard("ar", 0.2, -90.0)), by)["fa"] < 0.01


def test_where_nobody_understood_a_word_no_language_is_likely() -> None:
    assert probabilities(NOTHING) == {"fa": 0.0, "ar": 0.0}
    assert choose(NOTHING, 0.5) is None


def test_one_alone_is_certain() -> None:
    alone = heard("ar", 0.4)
    assert probabilities([alone]) == {"ar": 1.0}
    assert choose([alone], 1.0) is alone


def test_certainty_chooses_and_doubt_does_not() -> None:
    clear = (heard("fa", 0.1, -90.0), heard("ar", 1.0, -50.0))
    doubtful = (heard("fa", 0.7, -52.0), heard("ar", 0.7, -52.0))
    assert choose(clear, 0.9) is clear[1]
    assert choose(doubtful, 0.999) is None


def test_a_language_may_be_certain_although_none_of_its_words_was_understood() -> None:
    unknown = (heard("fa", 0.0, -40.0, text=""), heard("ar", 0.3, -90.0))
    assert choose(unknown, 0.9) is unknown[0]
