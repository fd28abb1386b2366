"""Colloquial forms, ezafe and endings."""

from voice.lexicon.phones import Sound
from voice.lexicon.variants import affixed, colloquial, dialectal, in_context, joined, monophthongs, with_ezafe


def sound(text: str) -> Sound:
    return tuple(text.split())


def test_colloquial_an_becomes_un() -> None:
    assert list(colloquial(sound("t e h r ɒ n"))) == [sound("t e h r ɒ n"), sound("t e h r u n")]


def test_colloquial_drops_t_and_glottal_stop() -> None:
    assert sound("k o dʒ ɒ s") in colloquial(sound("k o dʒ ɒ s t"))
    assert sound("s ɒ æ t") in colloquial(sound("s ɒ ʔ æ t"))


def test_short_words_stay() -> None:
    assert list(colloquial(sound("n ɒ n"))) == [sound("n ɒ n")]


def test_ezafe() -> None:
    assert with_ezafe(sound("h e s ɒ b")) == sound("h e s ɒ b e")
    assert with_ezafe(sound("ʃ o ʔ b e")) == sound("ʃ o ʔ b e j e")


def test_affixed_persian() -> None:
    entries = {"کتاب": [sound("k e t ɒ b")], "خرید": [sound("x æ r i d")]}
    assert list(affixed("کتابهاتون", entries, "fa")) == [sound("k e t ɒ b h ɒ t u n")]
    assert list(affixed("میخریدم", entries, "fa")) == [sound("m i x æ r i d æ m")]
    assert list(affixed("ناشناس", entries, "fa")) == []


def test_affixed_arabic_meets_sun_letters() -> None:
    entries = {"رسالة": [sound("r i s aː l a")], "بيت": [sound("b a j t")]}
    assert list(affixed("الرسالة", entries, "ar")) == [sound("a r i s aː l a")] or list(
        affixed("الرسالة", entries, "ar")
    ) == [sound("a r r i s aː l a")]
    assert list(affixed("البيت", entries, "ar")) == [sound("a l b a j t")]


def test_joined_vowels_give_way() -> None:
    assert joined(sound("b ɒ z i"), sound("i d")) == sound("b ɒ z i d")
    assert joined(sound("b æ s t e"), sound("æ m")) == sound("b æ s t e æ m")


def test_arabic_words_between_others() -> None:
    assert list(in_context("رصيد", sound("r a sˤ iː d"))) == []
    assert sound("x i d m a t") in in_context("خدمة", sound("x i d m a"))
    assert sound("l ħ i s aː b") in in_context("الحساب", sound("a l ħ i s aː b"))
    assert list(in_context("في", sound("f iː"))) == []


def test_dialects_say_the_article_with_i() -> None:
    assert list(dialectal("الحساب", sound("a l ħ i s aː b"))) == [sound("i l ħ i s aː b")]
    assert list(dialectal("ألف", sound("a l f"))) == []


def test_dialects_have_long_e_and_o() -> None:
    assert list(dialectal("خير", sound("x a j r"))) == [sound("x eː r")]
    assert set(dialectal("اليوم", sound("a l j a w m"))) == {sound("a l j oː m"), sound("i l j oː m")}


def test_a_glide_before_a_vowel_or_at_the_end_stays() -> None:
    assert monophthongs(sound("tˤ a j i b")) == sound("tˤ a j i b")
    assert monophthongs(sound("ħ a j")) == sound("ħ a j")


def test_and_is_short_and_his_is_o_in_dialects() -> None:
    assert list(dialectal("وخمسة", sound("w a x a m s a"))) == [sound("w x a m s a")]
    assert list(dialectal("واحد", sound("w aː ħ i d"))) == []
    assert list(dialectal("رقمه", sound("r a q m u h"))) == [sound("r a q m oː")]
