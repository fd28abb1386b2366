"""Who calls, as PBXs and carriers tell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.events import Party
from voice.gateway.identity import NOBODY, caller_of, diverted_from
from voice.gateway.messages import Headers, parse_request

FROM = "From: <sip:asterisk@pbx>;tag=1"


def headers(*lines: str) -> Headers:
    return parse_request("INVITE sip:100@h SIP/2.0\r\n" + "\r\n".join(lines) + "\r\n\r\n").headers


@pytest.mark.parametrize(
    ("lines", "user", "name"),
    [
        (('From: "Ali <ali@shop.example>" <sip:0912@pbx>',), "0912", "Ali ali@shop.example"),
        (('f: "a < b" <sip:0912@pbx>',), "0912", "a b"),
        (("From: <sip:100@pbx>",), "100", ""),
        ((FROM, "P-Asserted-Identity: <sip:0912@pbx>"), "0912", ""),
        ((FROM, "P-Asserted-Identity: <sip:pbx>", "P-Asserted-Identity: <sip:0912@pbx>"), "0912", ""),
        ((FROM, 'P-Asserted-Identity: "Shop, main" <sip:pbx>, "Ali" <sip:0912@pbx>'), "0912", "Ali"),
        ((FROM, 'p-asserted-identity: "Ali" <sip:ali@pbx>, <tel:+98-912-123>'), "+98912123", "Ali"),
        ((FROM, 'Remote-Party-ID: "Ali" <sip:0912@pbx>;party=calling;privacy=off;screen=yes'), "0912", "Ali"),
        ((FROM, "Remote-Party-ID: <sip:200@pbx>;party=called", "Remote-Party-ID: <sip:0912@pbx>"), "0912", ""),
        ((FROM, 'Remote-Party-ID: "Ali" <sip:0912@pbx>;privacy=name'), "0912", ""),
        ((FROM, "Remote-Party-ID: <sip:1@pbx>", "P-Asserted-Identity: <sip:0912@pbx>"), "0912", ""),
        (("From: <sip:anonymous@anonymous.invalid>", "P-Asserted-Identity: <sip:0912@pbx>"), "0912", ""),
        (("From: <sip:0912@pbx>", "P-Asserted-Identity: <sip:pbx>"), "0912", ""),
        (('From: "Ali" <sip:0912@pbx>', "P-Asserted-Identity: <sip:0912@carrier>"), "0912", "Ali"),
        (('From: "Ali" <sip:0912@pbx>', "P-Asserted-Identity: <sip:0913@carrier>"), "0913", ""),
        (("From: <sip:0912@pbx>", "Privacy: none"), "0912", ""),
        (("From: <sip:+98(912)123-45.67@pbx;user=phone>",), "+989121234567", ""),
    ],
)
def test_the_caller(lines: tuple[str, ...], user: str, name: str) -> None:
    got = caller_of(headers(*lines))
    assert (got.user, got.display_name) == (user, name)


@pytest.mark.parametrize(
    "privacy", ["id", "user;id", "header", "ID", "id;critical", "none\r\nPrivacy: id", "history, id"]
)
def test_a_caller_who_hides_is_nobody(privacy: str) -> None:
    asserted = 'P-Asserted-Identity: "Ali" <sip:0912@pbx>'
    assert caller_of(headers("From: <sip:0912@pbx>", asserted, f"Privacy: {privacy}")) == NOBODY


@pytest.mark.parametrize("privacy", ["full", "uri", "FULL"])
def test_a_remote_party_that_hides_is_nobody(privacy: str) -> None:
    hidden = f"Remote-Party-ID: <sip:0912@pbx>;party=calling;privacy={privacy}"
    assert caller_of(headers("From: <sip:0912@pbx>", hidden)) == NOBODY


@pytest.mark.parametrize(
    "line", ["From: Anonymous <sip:anonymous@anonymous.invalid>", "From: <sip:pbx>", "From: garbage", "X: y"]
)
def test_nothing_known_is_nobody(line: str) -> None:
    assert caller_of(headers(line)) == NOBODY


@pytest.mark.parametrize(
    ("lines", "user"),
    [
        (("Diversion: <sip:200@pbx>;reason=user-busy",), "200"),
        (("Diversion: <sip:201@pbx>;reason=no-answer, <sip:200@pbx>;reason=user-busy;privacy=off",), "200"),
        (("Diversion: <sip:201@pbx>", "Diversion: <tel:+98-21-200>"), "+9821200"),
        (("Diversion: <sip:200@pbx>;privacy=full",), ""),
        (("History-Info: <sip:200@pbx>;index=1, <sip:100@h?Reason=SIP%3Bcause%3D486>;index=1.1",), "200"),
        (("History-Info: <sip:200@pbx>;index=1", "History-Info: <sip:100@h>;index=1.1"), "200"),
        (("History-Info: <sip:200@pbx?Privacy=history>;index=1, <sip:100@h>;index=1.1",), ""),
        (("History-Info: <sip:100@h>;index=1",), ""),
        (("From: <sip:0912@pbx>",), ""),
    ],
)
def test_who_was_called_first(lines: tuple[str, ...], user: str) -> None:
    assert diverted_from(headers(*lines)).user == user


def test_hostile_identities_are_made_safe() -> None:
    got = caller_of(headers(FROM, 'P-Asserted-Identity: "$(reboot)\\";x" <sip:$(reboot)@h>'))
    assert got == Party("reboot", "h", "rebootx")


LINE = st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=50)
FIELDS = ("From", "P-Asserted-Identity", "Remote-Party-ID", "Privacy", "Diversion", "History-Info")
USERS = st.text(alphabet="0123456789", min_size=3, max_size=12)


@given(st.lists(st.tuples(st.sampled_from(FIELDS), LINE), max_size=6))
def test_any_header_names_someone_or_nobody(lines: list[tuple[str, str]]) -> None:
    told = headers(*(f"{name}: {value}" for name, value in lines))
    for party in (caller_of(told), diverted_from(told)):
        assert isinstance(party, Party)
        assert "\n" not in party.user + party.display_name


@given(USERS, USERS)
def test_what_a_carrier_asserts_goes_before_what_a_caller_says(asserted: str, own: str) -> None:
    told = headers(f"P-Asserted-Identity: <sip:{asserted}@carrier>", f"From: <sip:{own}@pbx>;tag=1")
    assert caller_of(told).user == asserted


@given(USERS, st.sampled_from(["id", "user", "header", "critical;id", "ID"]))
def test_who_hides_is_nobody_whatever_else_is_told(user: str, wish: str) -> None:
    told = headers(f"Privacy: {wish}", f"P-Asserted-Identity: <sip:{user}@carrier>", f"From: <sip:{user}@pbx>")
    assert caller_of(told) == NOBODY


@given(USERS, USERS, USERS)
def test_the_newest_diversion_is_who_was_called(first: str, second: str, own: str) -> None:
    told = headers(FROM, f"Diversion: <sip:{second}@pbx>", f"Diversion: <sip:{first}@pbx>")
    assert diverted_from(told).user == first
    assert diverted_from(headers(FROM, f"Diversion: <sip:{own}@pbx>;privacy=full")) == NOBODY
