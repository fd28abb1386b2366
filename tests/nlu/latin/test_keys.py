"""One key for a foreign word, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.fold import match_key, tokens

MIXED = st.text(alphabet="VPNSMwifi4G وی پی ان اس ام واتس اپ ها م\u200cـال.-", max_size=30)


@pytest.mark.parametrize(
    "same",
    [
        ("VPN", "vpn", "وی پی ان", "وی‌پی‌ان"),
        ("VPNم", "وی پی انم"),
        ("SMSها", "SMS‌ها", "SMS ها", "اس ام اس ها", "اس‌ام‌اس‌ها"),
        ("WhatsApp", "whatsapp", "واتساپ", "واتس اپ", "واتس‌آپ"),
        ("WhatsAppم", "واتساپم"),
        ("4G", "4 g", "فور جی", "چهار جی", "فورجی"),
        ("Wi-Fi", "wifi", "وای فای", "وای‌فای"),
        ("App Store", "اپ استور"),
        ("OTP", "او تی پی"),
        ("ID", "آی دی", "آی‌دی"),
        ("e-mail", "email", "ایمیل"),
    ],
)
def test_persian(same: tuple[str, ...]) -> None:
    assert len({match_key(text, "fa") for text in same}) == 1


@pytest.mark.parametrize(
    "same",
    [
        ("VPN", "في بي إن", "فی بی ان"),
        ("الVPN", "الـVPN", "ال VPN", "الفي بي إن"),
        ("WhatsApp", "واتساب", "واتس اب", "واتس آب"),
        ("بـWhatsApp", "بواتساب"),
        ("الWhatsApp", "الواتساب", "الواتس اب"),
        ("SMS", "إس إم إس", "اس ام اس"),
        ("Instagram", "انستغرام", "انستجرام", "إنستا"),
    ],
)
def test_arabic(same: tuple[str, ...]) -> None:
    assert len({match_key(text, "ar") for text in same}) == 1


@pytest.mark.parametrize("text", ["امروز سی دی است", "خانه ام بی برق است", "کد ملی من", "بی او نمی آیم", "سی و دو"])
def test_native_words_stay_apart(text: str) -> None:
    assert match_key(text, "fa").split()[:2] == [token.key for token in tokens(text)][:2]
    assert len(match_key(text, "fa").split()) == len(
        text.replace("می آیم", "میآیم").replace("خانه ام", "خانهام").split()
    )


def test_offsets_are_those_of_the_text() -> None:
    text = "کد VPNم و وی پی ان"
    assert [text[token.start : token.end] for token in tokens(text)] == ["کد", "VPNم", "و", "وی پی ان"]


@given(MIXED, st.sampled_from(("fa", "ar")))
def test_folding_twice_is_folding_once(text: str, language: str) -> None:
    key = match_key(text, language)
    assert match_key(key, language) == key


@given(MIXED, st.sampled_from(("fa", "ar")))
def test_tokens_stand_in_order_and_do_not_overlap(text: str, language: str) -> None:
    found = tokens(text, language)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
