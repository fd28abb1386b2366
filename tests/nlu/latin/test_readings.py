"""How written words are said."""

import pytest

from nlu.latin import Latin
from nlu.latin.readings import reading, without_known


@pytest.mark.parametrize(
    ("word", "persian", "arabic"),
    [
        ("WhatsApp", "واتساپ", "وَاتْسَاب"),
        ("whatsapp", "واتساپ", "وَاتْسَاب"),
        ("Wi-Fi", "وای‌فای", "وَاي فَاي"),
        ("VPN", "وی پی اِن", "فِي بِي إِن"),
        ("4G", "فور جی", "فُور جِي"),
        ("hatef.ir", "هاتِف دات آی آر", "هَاتِف دُوت آي آر"),
        ("https://hatef.com", "هاتِف دات کام", "هَاتِف دُوت كُوم"),
        ("admin@hatef.com", "اَدمین اَت هاتِف دات کام", "أَدْمِن آت هَاتِف دُوت كُوم"),
        ("A4", "اِی چِهار", "إِيه أَرْبَعَة"),
        ("USB-C", "یو اِس بی سی", "يُو إِس بِي سِي"),
        ("NASA", "ناسا", "نَاسَا"),
        ("e-mail", "ایمِیل", "إِيمَيْل"),
        ("WhatsAppPlus", "واتساپ پِلاس", "وَاتْسَاب بْلَس"),
    ],
)
def test_known_words(word: str, persian: str, arabic: str) -> None:
    for language, said in (("fa", persian), ("ar", arabic)):
        assert reading(word, language).said[0] == said
        assert reading(word, language).sure


def test_a_word_by_rule_is_a_guess() -> None:
    found = Latin("fa")
    assert found.known("Snoozle") == ()
    assert found.guessed("Snoozle")
    assert not reading("SnoozlePlus", "ar").sure


def test_what_is_left_without_the_known_words_is_a_guess() -> None:
    assert without_known("با VPN و Wi-Fi و 4G و Snoozle و 12", "fa") == "با  و  و  و Snoozle و 12"
