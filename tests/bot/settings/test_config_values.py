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
        (values.agent, "SIP:200@10.0.0.5:5070", "sip:200@10.0.0.5:5070"),
        (values.agent, "sip:[2001:db8::7]:5070", "sip:[2001:db8::7]:5070"),
        (values.target, "sip:{skill}-{token}@pbx", "sip:{skill}-{token}@pbx"),
        (values.ami, "192.168.1.10", "192.168.1.10:5038"),
        (values.ami, " tcp://pbx.example:5039 ", "pbx.example:5039"),
        (values.ami, "[::1]:5038", "[::1]:5038"),
        (values.dialplan_name, " Default_602 ", "Default_602"),
        (values.dialplan_name, "پشتیبانی", "پشتیبانی"),
        (values.dialled_pattern, "{queue}", "{queue}"),
        (values.dialled_pattern, "{skill}-{token}", "{skill}-{token}"),
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
        (values.agent, '"Ali" <sip:200@pbx>', "write: agent: sip:200@pbx"),
        (values.agent, "Ali", "write: agent: sip:Ali@ADDRESS-OF-THE-PBX"),
        (values.ami, "hatef@pbx", "write e.g.: ami: 192.168.1.10:5038"),
        (values.ami, "pbx:0", "write e.g.: ami: pbx:5038"),
        (values.ami, "pbx:http", "write e.g.: ami: pbx:5038"),
        (values.ami, "", "no address of a manager interface"),
        (values.dialplan_name, "two words", "as it stands there"),
        (values.dialplan_name, "a\r\nAction: Originate", "as it stands there"),
        (values.dialplan_name, "x,1", "as it stands there"),
        (values.dialplan_name, "${EXTEN}", "as it stands there"),
        (values.dialled_pattern, "queue-{tokn}", "{tokn} is not known"),
        (values.dialled_pattern, "queue-{token", "stands alone"),
        (values.dialled_pattern, "queue {token}", "cannot be dialled"),
        (values.dialled_pattern, "queue-{token},1", "cannot be dialled"),
        (values.target, "sip:${token}@pbx", 'write: target: "sip:{token}@pbx"'),
        (values.target, "sip:%token%@pbx", 'write: target: "sip:{token}@pbx"'),
        (values.target, "sip:{{token}}@pbx", 'write: target: "sip:{token}@pbx"'),
        (values.registrar, "pbx.example", "write: registrar: sip:pbx.example"),
        (values.registrar, "sip:200@pbx", "write: registrar: sip:pbx"),
        (values.registrar, "sips:pbx", "SIP over TLS (sips:) is not spoken"),
        (values.registrar, "sip://pbx", "write: registrar: sip:pbx"),
        (values.registrar, "sip:", "is no SIP address"),
        (values.agent, "200", "write: agent: sip:200@ADDRESS-OF-THE-PBX"),
        (values.agent, "PJSIP/200@trunk", "write a SIP address: agent: sip:200@ADDRESS-OF-THE-PBX"),
        (values.agent, "200@pbx", "write: agent: sip:200@pbx"),
        (values.agent, "sip:200@", "is no SIP address"),
        (values.agent, "sip:200@pbx:99999", "the port '99999'"),
        (values.agent, "sip:a@b, sip:c@d", "it takes one agent"),
        (values.agent, "tel:+982188001001", "write: agent: sip:+982188001001"),
        (values.target, "sip:queue@pbx", 'write: target: "sip:queue-{token}@pbx"'),
        (values.target, "sip:{tokn}@pbx", "did you mean {token}?"),
        (values.target, "sip:{queue}-{token}@pbx", "only {token} and {skill} are filled in"),
        (values.target, "sip:{token!r}@pbx", "is not known"),
        (values.target, "sip:{token@pbx", "a { or } stands alone"),
        (values.target, "sip:{token}", "the address of the PBX is missing"),
        (values.target, "<sip:q-{token}@pbx>", "write: target: sip:q-{token}@pbx"),
        (values.target, "sips:q-{token}@pbx", "write: target: sip:q-{token}@pbx;transport=tcp"),
        (values.target, "sip:q@{token}.pbx", "{token} belongs before the @"),
        (values.target, "{token}@pbx", "begins with sip:"),
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


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("sip:{number}@pbx.example", "sip:{number}@pbx.example"),
        (" sip:9{number}@10.0.0.1:5070;transport=tcp ", "sip:9{number}@10.0.0.1:5070;transport=tcp"),
    ],
)
def test_how_people_are_called(told: str, kept: str) -> None:
    assert values.dial(told) == kept


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("sip:pbx.example", "it needs {number} before the @"),
        ("sip:200@{number}", "it needs {number} before the @"),
        ("sip:{number}", "it needs {number} before the @"),
        ("sip:{number}{number}@pbx", "it needs {number} before the @"),
        ("sip:{num}@pbx", 'write: dial: "sip:{number}@pbx"'),
        ("sip:${EXTEN}@pbx", 'write: dial: "sip:{number}@pbx"'),
        ("sip:{{number}}@pbx", 'write: dial: "sip:{number}@pbx"'),
        ("sip:{number@pbx", "stands alone"),
        ("{number}@pbx.example", "write: dial: sip:{number}@pbx.example"),
        ("sips:{number}@pbx.example", "is not spoken"),
        ("sip:{number}@pbx.example:99999", "the port '99999'"),
    ],
)
def test_what_calls_nobody_is_told(told: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        values.dial(told)


def test_days_zones_and_codes() -> None:
    assert values.holiday(" 2027-03-21 ") == "2027-03-21"
    assert values.timezone("Asia/Tehran") == "Asia/Tehran"
    assert values.timezone(" ") == ""
    assert [values.calling_code(told) for told in ("98", "+98", "0098", "")] == ["98", "98", "98", ""]
    for wrong, check in (
        ("1406/01/01", values.holiday),
        ("Tehran", values.timezone),
        ("../etc/passwd", values.timezone),
        ("iran", values.calling_code),
    ):
        with pytest.raises(ValueError, match="write"):
            check(wrong)
