"""Addresses as RFC 3261 and strangers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.gateway.name_addr import NameAddr, parse_name_addr, split_values


@pytest.mark.parametrize(
    ("value", "name", "uri"),
    [
        ('"Ali <ali@shop.example>" <sip:0912@pbx>;tag=1', "Ali <ali@shop.example>", "sip:0912@pbx"),
        ('"a < b" <sip:0912@pbx>', "a < b", "sip:0912@pbx"),
        ('"a > b, c" <sip:0912@pbx>', "a > b, c", "sip:0912@pbx"),
        (r'"Ali \"the\" <x>" <sip:0912@pbx>', 'Ali "the" <x>', "sip:0912@pbx"),
        (r'"back\\slash" <sip:0912@pbx>', r"back\slash", "sip:0912@pbx"),
        (r'"ends in \\" <sip:0912@pbx>', "ends in \\", "sip:0912@pbx"),
        ('"<sip:1@evil>" <sip:0912@pbx>', "<sip:1@evil>", "sip:0912@pbx"),
        ("Ali Ahmadi <sip:0912@pbx>", "Ali Ahmadi", "sip:0912@pbx"),
        ("Ali <ali@shop.example> <sip:0912@pbx>", "Ali <ali@shop.example>", "sip:0912@pbx"),
        ("<sip:0912@pbx;user=phone>;tag=1", "", "sip:0912@pbx;user=phone"),
        ("sip:0912@pbx;tag=1", "", "sip:0912@pbx"),
        ('""<sip:0912@pbx>', "", "sip:0912@pbx"),
        ("< SIP:0912@pbx >", "", "SIP:0912@pbx"),
        ("<tel:+98912>", "", "tel:+98912"),
        ("<sip:0912@pbx", "", "sip:0912@pbx"),
        ("", "", ""),
    ],
)
def test_one_address(value: str, name: str, uri: str) -> None:
    got = parse_name_addr(value)
    assert (got.name, got.uri) == (name, uri)


def test_parameters_behind_the_address() -> None:
    got = parse_name_addr('"x" <sip:1@h;lr>; Party=calling ;privacy="off";screen')
    assert got.params == {"party": "calling", "privacy": "off", "screen": ""}
    assert parse_name_addr("sip:1@h;tag=7").params == {"tag": "7"}


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("<sip:1@h>, <tel:+98>", ["<sip:1@h>", "<tel:+98>"]),
        ('"a, b" <sip:1@h>,<sip:2@h>', ['"a, b" <sip:1@h>', "<sip:2@h>"]),
        (r'"a\", b" <sip:1@h>, <sip:2@h>', [r'"a\", b" <sip:1@h>', "<sip:2@h>"]),
        ("<sip:a,b@h>, <sip:2@h>", ["<sip:a,b@h>", "<sip:2@h>"]),
        (" , ,<sip:1@h>,", ["<sip:1@h>"]),
        ("", []),
    ],
)
def test_lists(value: str, parts: list[str]) -> None:
    assert split_values(value) == parts


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert isinstance(parse_name_addr(text), NameAddr)
    assert all(split_values(text))


@given(st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs", "Cc"])))
def test_any_display_name_survives_its_quotes(name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    got = parse_name_addr(f'"{quoted}" <sip:0912@pbx>;tag=1')
    assert (got.name, got.uri) == (name, "sip:0912@pbx")
