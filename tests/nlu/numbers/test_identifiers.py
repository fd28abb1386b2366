"""Checksums: known good numbers, and what a wrong digit does."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.numbers import identifiers as ids


@pytest.mark.parametrize("good", ["0013542419", "0499370899", "0076229645", "13542419"])
def test_iranian_national_ids(good: str) -> None:
    assert ids.iran_national_id(good)


@pytest.mark.parametrize("bad", ["1111111111", "0013542418", "123", "00135424191", "abcdefghij", ""])
def test_what_is_no_national_id(bad: str) -> None:
    assert not ids.iran_national_id(bad)


def test_legal_saudi_emirati_kuwaiti() -> None:
    assert ids.iran_legal_id("10380284790")
    assert not ids.iran_legal_id("10380284791")
    assert ids.saudi_id("1000000008")
    assert not ids.saudi_id("3000000008")
    assert ids.emirates_id("784197512345675") == ids.luhn("784197512345675")
    assert not ids.emirates_id("123197512345675")
    assert ids.kuwait_civil_id(_kuwaiti())


def _kuwaiti() -> str:
    """The check digit by the published rule, on a made-up number."""
    body = "28501150012"
    check = 11 - sum(int(d) * w for d, w in zip(body, (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    assert 1 <= check <= 9, "choose another body"
    return f"{body}{check}"


@pytest.mark.parametrize("good", ["6037991234567893", "4532015112830366"])
def test_cards(good: str) -> None:
    assert ids.bank_card(good) == ids.luhn(good)
    assert ids.luhn("4532015112830366")
    assert not ids.bank_card("453201511283036")


@pytest.mark.parametrize(
    "good",
    [
        "IR820540102680020817909002",
        "SA0380000000608010167519",
        "AE070331234567890123456",
        "IR82 0540 1026 8002 0817 9090 02",
    ],
)
def test_ibans(good: str) -> None:
    assert ids.iban(good)


@pytest.mark.parametrize(
    "bad", ["IR820540102680020817909003", "IR82", "DE89370400440532013000", "820540102680020817909002"]
)
def test_what_is_no_iban_of_ours(bad: str) -> None:
    assert not ids.iban(bad)


@pytest.mark.parametrize("written", ["09123456789", "9123456789", "+989123456789", "00989123456789", "0912 345 67 89"])
def test_one_mobile_many_spellings(written: str) -> None:
    assert ids.iran_mobile(written) == "09123456789"


@pytest.mark.parametrize("other", ["02188776655", "0912345678", "", "091234567890"])
def test_what_is_no_mobile(other: str) -> None:
    assert ids.iran_mobile(other) is None


@given(st.text("0123456789", min_size=2, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_luhn_sees_every_wrong_digit(digits: str, place: int, shift: int) -> None:
    check = next(str(n) for n in range(10) if ids.luhn(digits + str(n)))
    good = digits + check
    place %= len(good)
    wrong = good[:place] + str((int(good[place]) + shift) % 10) + good[place + 1 :]
    assert not ids.luhn(wrong)


def test_one_random_string_in_ten_passes() -> None:
    draw = random.Random(2)
    passed = sum(ids.iran_national_id(f"{draw.randrange(10**10):010d}") for _ in range(5000))
    assert 400 < passed < 600  # a checksum proves nothing
