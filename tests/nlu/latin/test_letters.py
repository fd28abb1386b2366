"""The names of letters, and which words are said by them."""

import string

import pytest

from nlu.latin.letters import NAMES, is_spelt, spellings


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_every_letter_has_a_name(language: str) -> None:
    assert set(NAMES[language]) == set(string.ascii_uppercase)
    assert all(NAMES[language].values())


@pytest.mark.parametrize("word", ["SMS", "sms", "VPN", "vpn", "OTP", "otp", "FTTH", "http", "X", "LG"])
def test_what_is_spelt(word: str) -> None:
    assert is_spelt(word)


@pytest.mark.parametrize("word", ["Telegram", "SAMAN", "mini", "sky", "Plus"])
def test_what_is_read_as_a_word(word: str) -> None:
    assert not is_spelt(word)


def test_letters_are_said_as_persians_and_arabs_say_them() -> None:
    assert spellings("vpn", "fa") == ("وی پی اِن",)
    assert spellings("SMS", "ar") == ("إِس إِم إِس",)
    assert "فِي بِي إِن" in spellings("VPN", "ar") and "ڤِي بِي إِن" in spellings("VPN", "ar")
