"""Foreign sounds in the ears of a Persian."""

import pytest

from voice.lexicon.phones import phone_table
from voice.models.training.persian_ears import foreign
from voice.models.training.prompts import sounds

KNOWN = frozenset(foreign())


def test_every_persian_sound_but_none_is_taught_by_someone() -> None:
    heard = {output for outputs in foreign().values() for output in outputs}
    assert heard == set(range(1 + len(phone_table("fa").phones)))


@pytest.mark.parametrize(
    ("ipa", "expected"),
    [
        ("ˈeɪ_dʒ_ə_n_t", "e I dʒ ə n t"),
        ("k_o_n_n_ˈɛ_ss_o", "k o n ɛ s o"),
        ("dʲ_i_ts_ʌ", "d i t s ʌ"),
        ("b_ɔ̃_ʒ_u_ʁ (en)h_ə_l_ˈoʊ", "b ɔ ʒ u ʁ h ə l o U"),
    ],
)
def test_sounds_of_espeak(ipa: str, expected: str) -> None:
    assert sounds(ipa, KNOWN) == tuple(expected.split())


def test_an_unknown_sound_names_the_table() -> None:
    with pytest.raises(KeyError, match=r"ears\.tsv"):
        sounds("ǃ_a", KNOWN)
