"""Agents, queues, the PBX and call-backs as owners write them."""

import re
from collections.abc import Callable

import pytest

from bot.settings import config_people as people


@pytest.mark.parametrize(
    ("check", "given", "kept"),
    [
        (people.agent, "SIP:200@10.0.0.5:5070", "sip:200@10.0.0.5:5070"),
        (people.agent, "sip:[2001:db8::7]:5070", "sip:[2001:db8::7]:5070"),
        (people.target, "sip:{skill}-{token}@pbx", "sip:{skill}-{token}@pbx"),
        (people.ami, "192.168.1.10", "192.168.1.10:5038"),
        (people.ami, " tcp://pbx.example:5039 ", "pbx.example:5039"),
        (people.ami, "[::1]:5038", "[::1]:5038"),
        (people.dialplan_name, " Default_602 ", "Default_602"),
        (people.dialplan_name, "پشتیبانی", "پشتیبانی"),
        (people.dialled_pattern, "{queue}", "{queue}"),
        (people.dialled_pattern, "{skill}-{token}", "{skill}-{token}"),
        (people.dialled_number, "+964*", "+964*"),
        (people.dialled_number, "0??????????", "0??????????"),
        (people.holiday, " 2027-03-21 ", "2027-03-21"),
        (people.opening, " sat-wed 09:00-17:00 ", "sat-wed 09:00-17:00"),
    ],
)
def test_what_is_right_stays(check: Callable[[str], str], given: str, kept: str) -> None:
    assert check(given) == kept


@pytest.mark.parametrize(
    ("check", "given", "words"),
    [
        (people.agent, '"Ali" <sip:200@pbx>', "write: agent: sip:200@pbx"),
        (people.agent_uri, "101@pbx", "write: uri: sip:101@pbx"),
        (people.agent_uri, "PJSIP/101", "write a SIP address: uri: sip:101@"),
        (people.agent_uri, "sip:1@a sip:2@a", "with another id"),
        (people.dialled_number, "09abc", 'write digits, * and ?, e.g.: ["09*"]'),
        (people.dialled_number, "all", 'e.g.: ["0??????????"]'),
        (people.dialled_number, "0[12]*", '["012*"]'),
        (people.holiday, "1406-01-01", "write that day as 2027-03-21"),
        (people.holiday, "1406/01/01", "write that day as 2027-03-21"),
        (people.holiday, "1448-10-01", "write that day as 2027-"),
        (people.holiday, "21.03.2027", "write that day as 2027-03-21"),
        (people.holiday, "2027-02-30", "is no day"),
        (people.holiday, "nowruz", "is no day"),
        (people.opening, "sat-wed 08:00-08:00", 'for the whole day write "sat-wed 00:00-24:00"'),
        (people.opening, "fri 00:00-00:00", 'write "fri 00:00-24:00"'),
        (people.agent, "Ali", "write: agent: sip:Ali@ADDRESS-OF-THE-PBX"),
        (people.ami, "hatef@pbx", "write e.g.: ami: 192.168.1.10:5038"),
        (people.ami, "pbx:0", "write e.g.: ami: pbx:5038"),
        (people.ami, "pbx:http", "write e.g.: ami: pbx:5038"),
        (people.ami, "", "no address of a manager interface"),
        (people.dialplan_name, "two words", "as it stands there"),
        (people.dialplan_name, "a\r\nAction: Originate", "as it stands there"),
        (people.dialplan_name, "x,1", "as it stands there"),
        (people.dialplan_name, "${EXTEN}", "as it stands there"),
        (people.dialled_pattern, "queue-{tokn}", "{tokn} is not known"),
        (people.dialled_pattern, "queue-{token", "stands alone"),
        (people.dialled_pattern, "queue {token}", "cannot be dialled"),
        (people.dialled_pattern, "queue-{token},1", "cannot be dialled"),
        (people.target, "sip:${token}@pbx", 'write: target: "sip:{token}@pbx"'),
        (people.target, "sip:%token%@pbx", 'write: target: "sip:{token}@pbx"'),
        (people.target, "sip:{{token}}@pbx", 'write: target: "sip:{token}@pbx"'),
        (people.agent, "200", "write: agent: sip:200@ADDRESS-OF-THE-PBX"),
        (people.agent, "PJSIP/200@trunk", "write a SIP address: agent: sip:200@ADDRESS-OF-THE-PBX"),
        (people.agent, "200@pbx", "write: agent: sip:200@pbx"),
        (people.agent, "sip:200@", "is no SIP address"),
        (people.agent, "sip:200@pbx:99999", "the port '99999'"),
        (people.agent, "sip:a@b, sip:c@d", "it takes one agent"),
        (people.agent, "tel:+982188001001", "write: agent: sip:+982188001001"),
        (people.target, "sip:queue@pbx", 'write: target: "sip:queue-{token}@pbx"'),
        (people.target, "sip:{tokn}@pbx", "did you mean {token}?"),
        (people.target, "sip:{queue}-{token}@pbx", "only {token} and {skill} are filled in"),
        (people.target, "sip:{token!r}@pbx", "is not known"),
        (people.target, "sip:{token@pbx", "a { or } stands alone"),
        (people.target, "sip:{token}", "the address of the PBX is missing"),
        (people.target, "<sip:q-{token}@pbx>", "write: target: sip:q-{token}@pbx"),
        (people.target, "sips:q-{token}@pbx", "write: target: sip:q-{token}@pbx;transport=tcp"),
        (people.target, "sip:q@{token}.pbx", "{token} belongs before the @"),
        (people.target, "{token}@pbx", "begins with sip:"),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy(check: Callable[[str], str], given: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        check(given)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("sip:{number}@pbx.example", "sip:{number}@pbx.example"),
        (" sip:9{number}@10.0.0.1:5070;transport=tcp ", "sip:9{number}@10.0.0.1:5070;transport=tcp"),
    ],
)
def test_how_people_are_called(told: str, kept: str) -> None:
    assert people.dial(told) == kept


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
        people.dial(told)


def test_days_zones_and_codes() -> None:
    assert people.holiday(" 2027-03-21 ") == "2027-03-21"
    assert people.timezone("Asia/Tehran") == "Asia/Tehran"
    assert people.timezone(" ") == ""
    assert [people.calling_code(told) for told in ("98", "+98", "0098", "")] == ["98", "98", "98", ""]
    for wrong, check in (
        ("1406/01/01", people.holiday),
        ("Tehran", people.timezone),
        ("../etc/passwd", people.timezone),
        ("iran", people.calling_code),
    ):
        with pytest.raises(ValueError, match="write"):
            check(wrong)
