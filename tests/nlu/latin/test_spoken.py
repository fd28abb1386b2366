"""Text for the voice."""

import re

import pytest

from nlu.latin.spoken import respelt, respelt_codes
from nlu.latin.table import words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("کدِ OTP با SMS آمد.", "کدِ عُ تی پیی با اِس اِم اِس آمد."),
        ("VPNم قطع است", "ویی پیی اِنَم قطع است"),
        ("SMSها و SMS‌ها", "اِس اِم اِس‌ها و اِس اِم اِس‌ها"),
        ("در Google Play هست", "در گوگِل پِلِی هست"),
        ("Google. Play", "گوگِل. پِلِی"),
        ("WhatsAppِ شما", "واتْساپِ شما"),
        ("گوشیِ iPhone 13", "گوشیِ آیْفون 13"),
        ("به hatef.ir، یا info@hatef.ir.", "به هاتِف دات آی آر، یا اینْفو اَت هاتِف دات آی آر."),
        ("بی حرفِ لاتین ۱۲", "بی حرفِ لاتین ۱۲"),
        ("VPNی و Wi-Fiی", "ویی پیی اِنی و وای‌فای‌ی"),
        ("AT&T، VPN/SMS", "اِی تی اَند تی، ویی پیی اِن اِس اِم اِس"),
        ("Café در U.S.A", "کافه در یو اِس اِی"),
        ("[[t'apsi]] و OK", "[[t'apsi]] و اوکِی"),
    ],
)
def test_persian(written: str, said: str) -> None:
    assert respelt(written, "fa") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("وصلتك الـSMS؟", "وصلتك الإِس إِم إِس؟"),
        ("عبر الـ VPN", "عبر الفِي بِي إِن"),
        ("بـWhatsApp", "بوَاتْسَاب"),
        ("SMSات", "إِس إِم إِسات"),
        ("iPhone 13 Pro", "آيْفُون 13 بْرُو"),
    ],
)
def test_arabic(written: str, said: str) -> None:
    assert respelt(written, "ar") == said


def test_codes_alone() -> None:
    assert respelt_codes("4G و SMS و AB-12", "fa") == "فور جی و SMS و AB-12"


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_latin_letter_is_left_and_a_second_time_changes_nothing(language: str) -> None:
    text = " ".join(" ".join(word) for word in words(language)) + " Foo zzz X9 q.w-e_r"
    said = respelt(text, language)
    assert not re.search("[A-Za-z]", said)
    assert respelt(said, language) == said
