"""PINs: hashed as others hash them, compared, and nothing else taken for a hash."""

import pytest

from bot.crm.services.pins import fits, hashed

OF_ANOTHER = "pbkdf2_sha256$1000$salt$kctdMuROQhcxGC11hMRZDZ6N8C6XxsrFaOXEO3LiJ6M="


def test_a_round_trip() -> None:
    stored = hashed("1357", rounds=10)
    assert fits("1357", stored) and not fits("1358", stored)
    assert hashed("1357", rounds=10) != stored
    assert fits("1357", OF_ANOTHER) and not fits("1359", OF_ANOTHER)


@pytest.mark.parametrize(
    "stored",
    ["", "1357", "md5$x$y", "pbkdf2_sha256$10$salt$", "pbkdf2_sha256$x$salt$aGk=", "pbkdf2_sha256$10$salt$no base64",
     "pbkdf2_sha256$999999999$salt$aGk="],
)  # fmt: skip
def test_what_is_no_hash_fits_nothing(stored: str) -> None:
    assert not fits("1357", stored)


def test_no_pin_fits_nothing() -> None:
    assert not fits("", hashed("", rounds=10))
