"""User-to-User headers, there and back, and as other makers write them (RFC 7433 sections 4.1 and 7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.errors import UuiInvalid
from handoff.uui import UserToUser, pack, parse

NAME = st.from_regex(r"[a-z][a-z0-9-]{0,11}", fullmatch=True) | st.just("")


@given(st.binary(min_size=1, max_size=128), NAME, NAME)
def test_round_trip(data: bytes, purpose: str, content: str) -> None:
    uui = UserToUser(data, purpose, content)
    assert parse(pack(uui)) == uui


def test_the_form_on_the_wire() -> None:
    assert pack(UserToUser(b"Hi", purpose="hatef")) == "4869;encoding=hex;purpose=hatef"


@pytest.mark.parametrize(
    ("value", "uui"),
    [
        ("56a390f3d2b7310023a2;encoding=hex", UserToUser(bytes.fromhex("56a390f3d2b7310023a2"))),
        ("56A390F3", UserToUser(bytes.fromhex("56a390f3"))),
        (
            ' 4869 ; Encoding = "hex" ; purpose=isdn-uui ; content=isdn-uui',
            UserToUser(b"Hi", "isdn-uui", "isdn-uui"),
        ),
        ('"4869";encoding=hex;unknown=1', UserToUser(b"Hi")),
    ],
)
def test_what_others_write_is_read(value: str, uui: UserToUser) -> None:
    assert parse(value) == uui


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("486;encoding=hex", "even number"),
        ("zz", "even number"),
        ("4869;encoding=base64", "base64"),
        ("4869;encoding", "NAME=VALUE"),
        ("", "no data"),
        (";encoding=hex", "no data"),
    ],
)
def test_what_cannot_be_read_is_named(value: str, problem: str) -> None:
    with pytest.raises(UuiInvalid, match=problem):
        parse(value)


@pytest.mark.parametrize("size", [0, 129])
def test_only_what_fits_is_packed(size: int) -> None:
    with pytest.raises(UuiInvalid, match=f"{size} octets"):
        pack(UserToUser(bytes(size)))
