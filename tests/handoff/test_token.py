"""Tokens are short, opaque, signed and short-lived."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.errors import TokenExpired, TokenForged, TokenMalformed
from handoff.token import TokenMint

ID = "00a1b2c3d4e5"
SECRET = b"a secret of the tests"


@given(st.binary(min_size=6, max_size=6), st.integers(0, 2**32 - 1))
def test_a_token_carries_its_packet(packet_id: bytes, expires_at_s: int) -> None:
    mint = TokenMint(SECRET)
    token = mint.mint(packet_id.hex(), expires_at_s)
    assert re.fullmatch(r"[a-z0-9]{1,32}", token)
    assert mint.read(token, expires_at_s) == packet_id.hex()


def test_a_pbx_may_change_the_case(mint: TokenMint) -> None:
    assert mint.read(mint.mint(ID, 100).upper(), 50) == ID


def test_it_expires(mint: TokenMint) -> None:
    with pytest.raises(TokenExpired, match="7 s ago"):
        mint.read(mint.mint(ID, 100), 107)


@pytest.mark.parametrize("place", [0, 9, 12, 17, 31])
def test_one_changed_letter_is_a_forgery(mint: TokenMint, place: int) -> None:
    token = mint.mint(ID, 100)
    other = "a" if token[place] != "a" else "b"
    with pytest.raises(TokenForged):
        mint.read(token[:place] + other + token[place + 1 :], 50)


def test_another_secret_does_not_open_it(mint: TokenMint) -> None:
    with pytest.raises(TokenForged):
        TokenMint(b"quite another secret").read(mint.mint(ID, 100), 50)


@pytest.mark.parametrize("text", ["", "queue", "a" * 31, "a" * 33, "1" * 32, "آ" * 32, "a" * 31 + "\n"])
def test_what_is_no_token_is_told_apart(mint: TokenMint, text: str) -> None:
    with pytest.raises(TokenMalformed):
        mint.read(text, 50)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        TokenMint(b"short")
