"""Words that no lexicon has still get a sound that can be spoken."""

import pytest

from nlu.text.languages import CODES
from voice.lexicon.letter_rules import ARABIC, PERSIAN, RULES, sound_by_rule
from voice.lexicon.phones import phone_table


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("فسنجون", "f æ s æ n dʒ u n"),
        ("بابا", "b ɒ b ɒ"),
        ("آویز", "ɒ v i z"),
        ("گِل", "g e l"),
        ("خانه", "x ɒ n e"),
    ],
)
def test_persian(word: str, sound: str) -> None:
    assert sound_by_rule(word, PERSIAN) == tuple(sound.split())


@pytest.mark.parametrize(
    ("word", "sound"), [("كتاب", "k a t aː b"), ("مُحَاسَبَة", "m u ħ aː s a b a"), ("شُكْر", "ʃ u k r")]
)
def test_arabic(word: str, sound: str) -> None:
    assert sound_by_rule(word, ARABIC) == tuple(sound.split())


@pytest.mark.parametrize("language", CODES)
def test_rules_stay_inside_the_phone_set(language: str) -> None:
    rules = RULES[language]
    letters = [*rules.consonants, *rules.long_vowels, *rules.marks]
    for one in letters:
        for two in letters:
            assert set(sound_by_rule(one + two, rules)) <= set(phone_table(language).phones)


def test_letters_of_other_scripts_are_silent() -> None:
    assert sound_by_rule("abc", PERSIAN) == ()
