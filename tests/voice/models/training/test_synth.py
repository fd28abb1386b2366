"""How words are spelled for the voices that speak the training corpus."""

import random

from voice.lexicon.phones import phone_table
from voice.models.training.synth import ipa


def spelled(language: str, *phones: str) -> str:
    return ipa([phones], phone_table(language), "kokoro", random.Random(1))


def test_a_vowel_beside_an_emphatic_consonant_is_backed() -> None:
    assert "ɑː" in spelled("ar", "tˤ", "aː", "l", "i", "b")
    assert "ɑ" in spelled("ar", "n", "a", "sˤ")


def test_other_vowels_stay_what_they_are() -> None:
    assert "ɑ" not in spelled("ar", "t", "a", "b")
    assert "ɨ" not in spelled("ar", "tˤ", "i", "b")


def test_persian_has_no_emphatic_consonants() -> None:
    drawn = [ipa([("q", "æ", "b")], phone_table("fa"), "kokoro", random.Random(seed)) for seed in range(20)]
    assert not any("ɑ" in text for text in drawn)
