"""Vowel marks: guessed where there are none, kept where there are, and put where espeak-ng reads them."""

import unicodedata

import numpy as np
import pytest

from voice.audio import to_samples
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.phonemes import ipa
from voice.speak.synthesiser import VoiceChoice
from voice.speak.tashkeel import MarkedVoice, Tashkeel, espeak_form, is_marked, pause_form

FATHA, DAMMA, SHADDA = "\u064e", "\u064f", "\u0651"


def nfc(text: str) -> str:
    """Marks of one letter in one order."""
    return unicodedata.normalize("NFC", text)


@pytest.fixture(scope="module")
def marks() -> Tashkeel:
    return Tashkeel()


@pytest.mark.parametrize(
    ("word", "marked"),
    [("مُوَظَّف", True), ("موظف", False), ("شكرًا", False), ("ممثّل", False), ("120", True), ("SMS", True), ("،", True)],
)
def test_a_word_is_marked_by_hand_or_has_nothing_to_mark(word: str, marked: bool) -> None:
    assert is_marked(word) is marked


@pytest.mark.parametrize(
    ("word", "paused"),
    [("النَّمُوذَجِيِّ.", "النَّمُوذَجِيّ."), ("لَحْظَةٌ", "لَحْظَة"), ("قَرِيبًا", "قَرِيبًا"), ("بِكَ،", "بِك،"), ("120", "120")],
)
def test_the_last_short_vowel_falls_silent_at_a_pause(word: str, paused: str) -> None:
    assert nfc(pause_form(word)) == nfc(paused)


def test_bare_words_are_marked_and_the_sentence_ends_in_a_pause(marks: Tashkeel) -> None:
    assert nfc(marks("من السبت إلى الأربعاء.")) == nfc("مِنَ السَّبْتِ إِلَى الْأَرْبِعَاء.")


def test_marks_of_the_hand_stay(marks: Tashkeel) -> None:
    said = marks("مَرْحَبًا بِكَ فِي المتجر النموذجي. تَفَضَّل.")
    assert said.startswith("مَرْحَبًا بِكَ فِي الْمَتْجَر")
    assert said.endswith(" تَفَضَّل.")


@pytest.mark.parametrize("text", ["سَأُحَوِّلُكَ إِلَى زَمِيلِي.", "12 34  56", "SMS 4G", ""])
def test_a_text_with_nothing_to_mark_is_the_same(marks: Tashkeel, text: str) -> None:
    assert marks(text) == text


def test_latin_words_and_numbers_in_between_are_passed_over(marks: Tashkeel) -> None:
    said = marks("رقم الطلب 12345 عبر SMS")
    assert "12345" in said.split() and "SMS" in said.split()


def test_the_vowel_comes_after_its_shadda() -> None:
    assert espeak_form(f"ظ{FATHA}{SHADDA}ف") == espeak_form(f"ظ{SHADDA}{FATHA}ف") == f"ظ{SHADDA}{FATHA}ف"


def test_the_article_and_the_ta_marbuta_as_they_sound() -> None:
    assert espeak_form(f"الر{SHADDA}جاء والر{SHADDA}جاء") == f"الرجاء والر{SHADDA}جاء"
    assert espeak_form("سَاعَة سَاعَة، سَاعَة") == f"سَاعَة سَاع{FATHA}، سَاع{FATHA}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("عَنِ الرَّصِيد", "عَنِ رَّصِيد"),
        ("فِي الطَّرِيق", "فِي طَّرِيق"),
        ("سَاعَاتِ العَمَل", "سَاعَاتِ لْعَمَل"),
        ("يُرْجَى الِانْتِظَار", "يُرْجَى لِنْتِظَار"),
        ("بِاسْمِ", "بِسْمِ"),
        ("لِاتِّصَالِكَ", "لِتِّصَالِكَ"),
        ("قَرِيبًا الآن", "قَرِيبًا الآن"),
        ("قُلْ الرَّصِيد", "قُلْ الرَصِيد"),
        ("وَالسَّاعَة", "وَالسَّاعَ" + FATHA),
        ("أَوِ اضْغَطْ", "أَوِ ضْغَطْ"),
        ("بِالعَرَبِيَّةِ", "بِلْعَرَبِيَّةِ"),
        ("بِالتَّأْكِيد", "بِتَّأْكِيد"),
        ("لَك، لَكَ", "لَكْ، لَكَ"),
        ("خَمْسَة وَعِشْرِين", "خَمْسَ" + FATHA + " وَعِشْرِين"),
        ("خَمْسَة كُتُب", "خَمْسَة كُتُب"),
        ("هَذَا لِذَلِكَ", "ه\u0670ذَا لِذ\u0670لِكَ"),
    ],
)
def test_a_phrase_as_people_say_it(text: str, said: str) -> None:
    assert nfc(espeak_form(text)) == nfc(said).replace(2 * FATHA, FATHA)


def test_espeak_then_says_it_so() -> None:
    text = "عَنِ الرَّصِيد، سَاعَاتِ العَمَل، بِالمِئَة، لَك، مَلَايِين، هَذَا، وَالسَّعَة"
    said = ipa(espeak_form(text), "ar").translate(dict.fromkeys(map(ord, "ˈˌ.\u032a")))
    assert said == "ʕanir rasiːd, saːʕaːti lʕamal, bilmiʔa, lak, malaːjjiːn, haːðaː, wassaʕa"


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("موظ" + FATHA + SHADDA + "ف", "ða"),  # the vowel that canonical order loses
        ("م" + DAMMA + "سَج" + FATHA + SHADDA + "ل", "dʒːa"),
    ],
)
def test_espeak_says_the_vowel_of_a_doubled_letter(text: str, sound: str) -> None:
    assert sound in ipa(espeak_form(text), "ar").replace("ˈ", "").replace("ˌ", "")
    assert sound not in ipa(text, "ar").replace("ˈ", "").replace("ˌ", "")


def test_a_marked_voice_takes_longer_over_the_vowels_and_the_library_still_reads(
    espeak: EspeakLibrary, marks: Tashkeel
) -> None:
    voice = EspeakSynthesiser(espeak, VoiceChoice("espeak", "ar"))
    assert voice.rate_hz == MarkedVoice(voice, marks).rate_hz
    bare: list[bytes] = []
    marked: list[bytes] = []
    voice.synthesise("سنتصل بك قريبا", bare.append)
    MarkedVoice(voice, marks).synthesise("سنتصل بك قريبا", marked.append)
    assert len(b"".join(marked)) > 1.1 * len(b"".join(bare))
    assert np.abs(to_samples(b"".join(marked))).max() > 1000
