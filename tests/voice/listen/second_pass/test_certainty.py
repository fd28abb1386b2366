"""From what two passes tell to a probability."""

import json

import pytest

from voice.events import Word
from voice.listen.recogniser import NOTHING, Clues, RecognisedText
from voice.listen.second_pass.certainty import MOST_LOGIT, NAMES, TABLE, agreement, features, model_of, parse_table
from voice.logistic import LogisticModel

GOOD = Clues(lost=0.1, distance=0.05, worst=0.2, clear=0.95, unknown=0.0, cost=2.0, pace=5.0, sounds=20)
BAD = Clues(lost=3.0, distance=0.6, worst=3.5, clear=0.6, unknown=0.3, cost=9.0, pace=5.0, sounds=20)


def heard(text: str, *confidences: float, clues: Clues | None = None) -> RecognisedText:
    words = tuple(Word(word, one, 0, 100) for word, one in zip(text.split(), confidences, strict=True))
    return RecognisedText(text, words, sum(confidences) / max(1, len(confidences)), clues=clues)


def test_every_feature_has_its_name_and_place() -> None:
    given = dict(zip(NAMES, features(heard("یک دو", 0.9, 0.5), heard("یک سه", 0.8, 0.7, clues=BAD)), strict=True))
    assert (given["first"], given["first_least"], given["second_least"]) == (0.7, 0.5, 0.7)
    assert (given["same"], given["distance"], given["unknown"]) == (0.0, 0.6, 0.3)
    assert 0.4 < given["agreeing"] < 0.8


def test_nothing_heard_has_features_too() -> None:
    assert len(features(NOTHING, NOTHING)) == len(NAMES)


def test_spelling_is_no_disagreement_and_nothing_agrees_with_nothing() -> None:
    assert agreement("كتاب", "کتاب") == 1.0
    assert agreement("", "") == 0.0
    assert agreement("سلام", "") == 0.0


def test_a_model_weighs_and_is_never_quite_sure() -> None:
    weights = tuple(10.0 if name == "second" else 0.0 for name in NAMES)
    model = LogisticModel(weights, -5.0, MOST_LOGIT)
    assert model.probability(features(NOTHING, heard("یک", 0.5))) == pytest.approx(0.5)
    assert model.probability(tuple(1000.0 for _ in NAMES)) < 0.998


def test_the_shipped_weights_are_read_and_tell_good_from_bad() -> None:
    table = parse_table(TABLE.read_text(encoding="utf-8"))
    for kinds in table.values():
        for model in kinds.values():
            good = features(heard("سلام خوبی", 0.95, 0.95), heard("سلام خوبی", 0.95, 0.9, clues=GOOD))
            bad = features(heard("سلام خوبی", 0.6, 0.4), heard("یک دو", 0.5, 0.3, clues=BAD))
            assert model.probability(good) > 0.7
            assert model.probability(bad) < 0.3
    assert set(table) == {"fa", "ar"} and all("general" in kinds for kinds in table.values())


def test_a_language_or_kind_that_was_not_fitted_has_no_model() -> None:
    assert model_of("xx", "general") is None
    assert model_of("fa", "language") is None


def test_a_file_that_lacks_a_feature_is_refused() -> None:
    with pytest.raises(KeyError):
        parse_table(json.dumps({"fa": {"general": {"bias": 0, "weights": {"first": 1}}}}))
