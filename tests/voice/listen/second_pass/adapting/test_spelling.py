"""Of all ways to say a text, the one that was said."""

import numpy as np
import pytest

from tests.lexicons import LEXICONS
from voice.lexicon.phones import phone_table, undouble
from voice.lexicon.pronounce import Lexicon
from voice.listen.second_pass.adapting.spelling import Speller
from voice.listen.second_pass.mel import Floats


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load("fa", LEXICONS)


def heard(labels: tuple[int, ...], outputs: int) -> Floats:
    """Log probabilities of somebody who says `labels` clearly, each sound for two frames with a pause after it."""
    wanted = [one for label in labels for one in (label, label, 0)]
    told = np.full((len(wanted), outputs), -6.0, np.float32)
    told[np.arange(len(wanted)), wanted] = -0.05
    return told


def outputs_of(sounds: tuple[str, ...]) -> tuple[int, ...]:
    phones = phone_table("fa").phones
    return tuple(phones.index(sound) + 1 for sound in undouble(sounds))


def test_the_pronunciation_that_was_said_is_taken(lexicon: Lexicon) -> None:
    ways = lexicon.pronounce("خانه")
    assert len(ways) > 1
    for way in ways[:3]:
        labels = outputs_of(way)
        spelt = Speller(lexicon).spell(heard(labels, len(phone_table("fa").phones) + 1), ["خانه"])
        assert spelt is not None and spelt.labels == labels


def test_digits_are_taken_as_they_were_dictated(lexicon: Lexicon) -> None:
    said = outputs_of(tuple(sound for word in "دوازده سی و چهار".split() for sound in lexicon.plain(word)[0]))
    log_probs = heard(said, len(phone_table("fa").phones) + 1)
    spelt = Speller(lexicon).spell(log_probs, ["یک دو سه چهار", "دوازده سی و چهار"])
    assert spelt is not None and spelt.labels == said
    assert spelt.nats < 1


def test_what_does_not_fit_into_the_time_has_no_spelling(lexicon: Lexicon) -> None:
    short = heard((1,), len(phone_table("fa").phones) + 1)
    assert Speller(lexicon).spell(short, ["موجودی حساب من چقدر است"]) is None
