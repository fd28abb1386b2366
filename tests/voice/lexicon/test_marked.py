"""Fully marked words to sounds."""

import pytest

from voice.lexicon.marked import marked_sound


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("واتساپ", "v ɒ t s ɒ p"),
        ("اِستارت", "e s t ɒ r t"),
        ("واتس‌اَپ", "v ɒ t s æ p"),
        ("اینتِرنِت", "i n t e r n e t"),
        ("دیوار", "d i v ɒ r"),
        ("سِرْویس", "s e r v i s"),
        ("یوتیوب", "j u t j u b"),
        ("نوکیا", "n u k i j ɒ"),
        ("کِی", "k e j"),
        ("کافه", "k ɒ f e"),
        ("وی پی اِن", "v i p i e n"),
        ("اِم اِم اِس", "e m e m e s"),
        ("", ""),
    ],
)
def test_persian(word: str, sound: str) -> None:
    assert " ".join(marked_sound(word, "fa")) == sound


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("وَاتْسَاب", "w aː t s aː b"),
        ("إِيمَيْل", "iː m a j l"),
        ("كُمْبْيُوتَر", "k u m b j uː t a r"),
        ("شَرِيحَة", "ʃ a r iː ħ a"),
        ("گُوگِل", "g uː g i l"),
        ("تَوَكَّلْنَا", "t a w a k a l n aː"),
        ("شُكْرًا", "ʃ u k r a n aː"),
    ],
)
def test_arabic(word: str, sound: str) -> None:
    assert " ".join(marked_sound(word, "ar")) == sound
