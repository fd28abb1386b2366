"""The voices that speak the training corpus: how words are spelled for them, and what they answer."""

import random
from pathlib import Path

import numpy as np
import pytest

from tests.voice.models.training import small_voices
from voice.lexicon.phones import phone_table
from voice.models.training.synth import (
    HELD_OUT_KOKORO,
    KOKORO_HZ,
    SYNTH_HZ,
    TEST_KOKORO,
    Espeak,
    Kokoro,
    Speaker,
    ipa,
    mnemonics,
    style_packs,
)


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


def test_one_vowel_a_word_is_stressed_mostly_the_last() -> None:
    words = [("s", "æ", "l", "ɒ", "m")]
    drawn = [ipa(words, phone_table("fa"), "piper", random.Random(seed)) for seed in range(60)]
    assert {text.count("ˈ") for text in drawn} == {1}
    late = sum(text.index("ˈ") > 1 for text in drawn)
    assert 40 < late < 60


def test_a_word_without_a_vowel_has_no_stress() -> None:
    assert "ˈ" not in ipa([("s", "t")], phone_table("fa"), "piper", random.Random(1))
    assert mnemonics([("s", "t")], phone_table("fa"), random.Random(1)) == "st"


def test_words_are_parted_and_commas_stand_behind_theirs() -> None:
    words = [("b", "æ"), ("n", "æ"), ("d", "æ")]
    text = ipa(words, phone_table("fa"), "piper", random.Random(3), {0: ",", 1: ";"})
    first, second, third = text.split(" ")
    assert (first[-1], second[-1]) == (",", ";")
    assert third.rstrip(".?!")[-1] not in ",;"


def test_sentences_end_in_different_ways() -> None:
    ends = {ipa([("b", "æ")], phone_table("fa"), "piper", random.Random(seed))[-1] for seed in range(60)}
    assert {".", "?", "!"} <= ends
    assert len(ends) == 4


def test_espeak_gets_its_stress_before_the_vowel() -> None:
    table = phone_table("fa")
    forms = table.spellings["espeak"]
    text = mnemonics([("s", "æ"), ("r", "i")], table, random.Random(1))
    assert text == f"{forms['s'][0]}'{forms['æ'][0]} {forms['r'][0]}'{forms['i'][0]}"


# --- Kokoro -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kokoro(tmp_path_factory: pytest.TempPathFactory) -> Kokoro:
    return small_voices.kokoro(tmp_path_factory.mktemp("kokoro"))


def packed(folder: Path) -> Path:
    np.savez(folder / "voices.npz", jm_kumo=np.full((510, 1, 256), 2, np.float16))
    return folder / "voices.npz"


def test_styles_come_out_of_both_packages(tmp_path: Path) -> None:
    np.full((510, 256), 3, "<f4").tofile(tmp_path / "af_bella.bin")
    packs = style_packs(packed(tmp_path), tmp_path)
    assert {name: (pack.shape, pack.dtype.name, float(pack[0, 0])) for name, pack in packs.items()} == {
        "jm_kumo": ((510, 256), "float32", 2.0),
        "af_bella": ((510, 256), "float32", 3.0),
    }
    assert list(style_packs(packed(tmp_path), None)) == ["jm_kumo"]


def test_a_file_that_is_no_style_pack_is_named(tmp_path: Path) -> None:
    np.zeros(100, "<f4").tofile(tmp_path / "odd.bin")
    with pytest.raises(ValueError, match=r"odd\.bin is no Kokoro style pack: it holds 100 numbers"):
        style_packs(packed(tmp_path), tmp_path)


def test_a_speaker_is_mixed_of_allowed_packs_alone_and_weighs_one(kokoro: Kokoro) -> None:
    allowed = sorted(set(kokoro.packs) - HELD_OUT_KOKORO)
    speakers = [kokoro.new_speaker(random.Random(seed), allowed) for seed in range(100)]
    assert {name for one in speakers for name, _ in one.weights} == set(allowed)
    assert all(sum(weight for _, weight in one.weights) == pytest.approx(1) for one in speakers)
    assert {len(one.weights) for one in speakers} == {1, 2, 4}
    assert all(0 <= one.jitter <= 0.3 for one in speakers)


def test_the_same_seed_is_the_same_speaker(kokoro: Kokoro) -> None:
    allowed = sorted(kokoro.packs)
    one, same = (kokoro.new_speaker(random.Random(5), allowed) for _ in range(2))
    assert one == same
    assert np.array_equal(kokoro.style(one, 20), kokoro.style(same, 20))


def test_a_style_is_the_weighted_mean_of_its_packs(kokoro: Kokoro) -> None:
    mixed = Speaker((("bf_emma", 0.25), ("hf_alpha", 0.75)), 0.0, 1)
    assert np.allclose(kokoro.style(mixed, 10), 0.25 * 1 + 0.75 * 4)
    assert kokoro.style(mixed, 10).shape == (1, 256)


def test_jitter_moves_a_style_by_the_spread_of_the_packs(kokoro: Kokoro) -> None:
    still, moved = (kokoro.style(Speaker((("bf_emma", 1.0),), jitter, 1), 10) for jitter in (0.0, 0.3))
    spread = float(np.std(range(len(small_voices.PACKS))))
    assert np.std(moved - still) == pytest.approx(0.3 * spread, rel=0.2)


def test_a_longer_text_than_the_packs_know_takes_their_last_style(kokoro: Kokoro) -> None:
    assert kokoro.style(Speaker(((TEST_KOKORO, 1.0),), 0.0, 1), 10_000).shape == (1, 256)


def test_kokoro_says_every_letter_it_knows_and_a_rest_at_both_ends(kokoro: Kokoro) -> None:
    speaker = Speaker((("am_adam", 1.0),), 0.0, 1)
    for text, tokens in (("abc", 5), ("a☎b", 4)):
        heard = kokoro.say(text, speaker, 1.0)
        assert len(heard) == pytest.approx(tokens * small_voices.SAMPLES * SYNTH_HZ / KOKORO_HZ, abs=2)


# --- Piper and espeak-ng ------------------------------------------------------------------------------------------


def test_piper_pads_its_phonemes_and_passes_over_what_it_does_not_know(tmp_path: Path) -> None:
    voice = small_voices.piper(tmp_path)
    for text, ids in (("ab", 7), ("a☎b", 7), ("", 3)):
        heard = voice.say(text, 0.5, 1.0, 0.5)
        assert len(heard) == pytest.approx(ids * 512 * SYNTH_HZ / 22_050, abs=2)


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return small_voices.espeak()


def test_espeak_says_phonemes_and_sooner_when_it_is_hurried(espeak: Espeak) -> None:
    slow, quick = (espeak.say("s'a l'am", "fa", rate, 50, 50) for rate in (110, 230))
    assert 0.3 * SYNTH_HZ < len(quick) < len(slow) < 3 * SYNTH_HZ
    assert 0.05 < float(np.abs(slow).max()) <= 1.0


def test_a_variant_is_another_voice(espeak: Espeak) -> None:
    one, other = (espeak.say("s'alam", voice, 150, 50, 50) for voice in ("fa+f2", "fa+m3"))
    assert len(one) != len(other) or not np.allclose(one, other)


def test_espeak_reads_a_text_clause_by_clause(espeak: Espeak) -> None:
    read = espeak.ipa("yes. no.", "en-us")
    assert read.split(" ")[0].replace("ˈ", "") == "j_ɛ_s"
    assert read.split(" ")[-1].replace("ˈ", "").startswith("n_")


def test_a_voice_that_does_not_exist_is_named(espeak: Espeak) -> None:
    with pytest.raises(ValueError, match="no voice 'xx-nowhere'"):
        espeak.ipa("yes", "xx-nowhere")
