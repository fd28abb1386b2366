"""Every phone can be spelled for every engine, and the short transcription reads back."""

import pytest

from nlu.text.languages import CODES
from voice.lexicon.phones import phone_table, undouble


@pytest.mark.parametrize("language", CODES)
def test_every_engine_spells_every_phone(language: str) -> None:
    table = phone_table(language)
    assert len(set(table.phones)) == len(table.phones)
    for spellings in table.spellings.values():
        assert set(spellings) == set(table.phones)
        assert all(form for forms in spellings.values() for form in forms)


def test_the_lexicon_alphabet_maps_to_phones() -> None:
    assert phone_table("fa").from_ipa("d͡ʒ o m ʔ e̞") == ("dʒ", "o", "m", "ʔ", "e")


def test_short_transcription() -> None:
    assert phone_table("fa").from_ascii("xodA-hAfez") == ("x", "o", "d", "ɒ", "h", "ɒ", "f", "e", "z")
    assert phone_table("ar").from_ascii("t.alabI") == ("tˤ", "a", "l", "a", "b", "iː")


def test_unknown_symbols_are_refused() -> None:
    with pytest.raises(KeyError):
        phone_table("fa").from_ipa("θ")


@pytest.mark.parametrize(
    ("given", "kept"),
    [(("m", "m", "a"), ("m", "a")), (("ʔ", "a", "l"), ("a", "l")), (("ʔ",), ("ʔ",)), ((), ())],
)
def test_undouble(given: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert undouble(given) == kept
