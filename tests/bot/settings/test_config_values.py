"""Addresses, numbers and databases as owners write them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import config_values as values


@pytest.mark.parametrize(
    ("check", "given", "kept"),
    [
        (values.host, "0.0.0.0", "0.0.0.0"),
        (values.host, " pbx.local ", "pbx.local"),
        (values.host, "[::1]", "::1"),
        (values.network, "192.168.1.7/24", "192.168.1.7/24"),
        (values.network, "2001:db8::/32", "2001:db8::/32"),
        (values.number_pattern, "2*", "2*"),
        (values.registrar, "sip:pbx:5080;transport=tcp", "sip:pbx:5080;transport=tcp"),
    ],
)
def test_what_is_right_stays(check: Callable[[str], str], given: str, kept: str) -> None:
    assert check(given) == kept


@pytest.mark.parametrize(
    ("check", "given", "words"),
    [
        (values.host, "*", "for all addresses of this machine write 0.0.0.0"),
        (values.host, "10.0.0.1:5060", "write 10.0.0.1 here, and: port: 5060"),
        (values.host, "sip:10.0.0.1", "write 10.0.0.1"),
        (values.host, "10.0.0.300", "neither an address nor the name"),
        (values.host, "10.0.0.0/8", "is a network"),
        (values.host, "my/pbx", "is a network"),
        (values.host, "", "neither an address nor the name"),
        (values.host, "10.0.0.1;", "write 10.0.0.1"),
        (values.host, "10.0.0.1, 10.0.0.2", "it takes one address; write 10.0.0.1"),
        (values.public_host, "0.0.0.0", "no address that others can send to"),
        (values.network, "192.168.1.*", "write 192.168.1.0/24"),
        (values.network, "10.x.x.x", "write 10.0.0.0/8"),
        (values.network, "pbx.example", "write the address behind it"),
        (values.network, "10.0.0.1-10.0.0.9", "a range is written as a network"),
        (values.network, "10.0.0.0/33", "write e.g. 192.168.1.0/24"),
        (values.network, "all", "0.0.0.0/0"),
        (values.network, "10.0.0.1:5060", "a peer has no port here; write 10.0.0.1"),
        (values.network, "sip:10.0.0.1", "write the address alone: 10.0.0.1"),
        (values.network, "10.0.0.0/8 192.168.0.0/16", "in a list: [10.0.0.0/8, 192.168.0.0/16]"),
        (values.number_pattern, "ar", 'the number stands first; write: {"200": ar}'),
        (values.extension, "sip:200@pbx.example", "write: user: 200"),
        (values.extension, "20 0", "write: user: 200"),
        (values.number_pattern, "_2XX", "write '2??'"),
        (values.number_pattern, "_X.", "write '?*'"),
        (values.number_pattern, "2XX", "write '2??'"),
        (values.number_pattern, "100-199", "ranges are written with * and ?"),
        (values.number_pattern, "100, 200", "is no number"),
        (
            values.number_pattern,
            r"^2\d\d$",
            "here * is any digits and ? one of them, e.g. '2??'",
        ),
        (values.number_pattern, "^9.*", "e.g. '9*'"),
        (values.registrar, "sip:pbx;transport=tls", "write: registrar: sip:pbx;transport=tcp"),
        (values.registrar, "<sip:pbx>", "write: registrar: sip:pbx"),
        (values.registrar, "pbx.example", "write: registrar: sip:pbx.example"),
        (values.registrar, "sip:200@pbx", "write: registrar: sip:pbx"),
        (values.registrar, "sips:pbx", "SIP over TLS (sips:) is not spoken"),
        (values.registrar, "sip://pbx", "write: registrar: sip:pbx"),
        (values.registrar, "sip:", "is no SIP address"),
        (values.text, "  ", "there is nothing to say"),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy(check: Callable[[str], str], given: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        check(given)


def test_a_home_that_is_not_known_is_told(tmp_path: Path) -> None:
    assert values.place(tmp_path) == tmp_path
    with pytest.raises(ValueError, match="the home that '~nobody-of-that-name' stands for is not known"):
        values.place(Path("~nobody-of-that-name/model"))
