"""What people read to mend a pronunciation."""

import pytest

from voice.errors import VoiceBroken
from voice.speak.phonemes import ipa, ipa_as_said


@pytest.mark.parametrize(
    ("text", "language", "sounds"), [("گُل", "fa", "ɡol"), ("گِل", "fa", "ɡel"), ("كَتَبَ", "ar", "kataba")]
)
def test_vowel_marks_are_heard(text: str, language: str, sounds: str) -> None:
    assert ipa(text, language).replace("ˈ", "").replace("ˌ", "") == sounds


def test_sentences_are_lines() -> None:
    assert len(ipa("سلام. خوش آمدید.", "fa").splitlines()) == 2


def test_a_language_without_a_voice_is_told() -> None:
    with pytest.raises(VoiceBroken, match="gave no phonemes"):
        ipa("salam", "xx")


def test_arabic_as_it_is_said_has_vowels_that_were_not_written() -> None:
    said = ipa_as_said("مرحبا بالعالم. شكرا", "ar").replace("ˈ", "").replace("ˌ", "").splitlines()
    assert len(said) == 2
    assert said[0].startswith("marħab")
    assert "bilʕ" in said[0]
