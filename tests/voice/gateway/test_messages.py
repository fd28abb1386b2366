"""Reading raw requests, whole and broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.gateway.messages import (
    MAX_HEADER_CHARS,
    MAX_KEPT_HEADERS,
    Headers,
    application_headers,
    parse_request,
    q850_cause,
)

INVITE = (
    "INVITE sip:02188@10.0.0.1:5060;transport=udp SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK1\r\n"
    'f: "Reza" <sip:0912@10.0.0.2>;tag=1\r\n'
    "i: abc@10.0.0.2\r\n"
    "x-Context: one\r\n two\r\n"
    "User-to-User: 0041;encoding=hex\r\n"
    "X-Context: second\r\n"
    "Content-Length: 3\r\n"
    "\r\n"
    "X-Body: no\r\n"
)


def test_request_line() -> None:
    request = parse_request(INVITE)
    assert (request.method, request.uri) == ("INVITE", "sip:02188@10.0.0.1:5060;transport=udp")


def test_header_names_ignore_case_and_compact_forms() -> None:
    headers = parse_request(INVITE).headers
    assert headers["FROM"] == '"Reza" <sip:0912@10.0.0.2>;tag=1'
    assert headers["call-id"] == "abc@10.0.0.2"
    assert "call-ID" in headers


def test_folded_lines_are_joined_and_the_first_of_a_name_wins() -> None:
    assert parse_request(INVITE).headers["X-Context"] == "one two"


def test_the_body_is_not_read_as_headers() -> None:
    assert "X-Body" not in parse_request(INVITE).headers


def test_the_conversation_sees_only_its_headers() -> None:
    seen = application_headers(parse_request(INVITE).headers)
    assert dict(seen) == {"call-id": "abc@10.0.0.2", "x-Context": "one two", "User-to-User": "0041;encoding=hex"}


def test_control_characters_and_length_are_cut() -> None:
    headers = application_headers(Headers([("X-A", "a\x00b\x1b[31m\u202ec"), ("X-B", "y" * 5000)]))
    assert headers["X-A"] == "ab[31mc"
    assert len(headers["X-B"]) == MAX_HEADER_CHARS


def test_a_flood_of_headers_is_cut() -> None:
    assert len(application_headers(Headers((f"X-{n}", "1") for n in range(500)))) == MAX_KEPT_HEADERS


def test_values_do_not_show_in_repr() -> None:
    assert "0912" not in repr(Headers([("X-Caller", "0912")]))


@given(st.text())
def test_garbage_never_raises(text: str) -> None:
    application_headers(parse_request(text).headers)


@given(st.dictionaries(st.from_regex(r"\AX-[A-Za-z]{1,8}\Z"), st.from_regex(r"\A[!-~]{1,20}\Z"), max_size=5))
def test_what_is_serialised_is_read_back(fields: dict[str, str]) -> None:
    message = "INVITE sip:a SIP/2.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items()) + "\r\n"
    headers = parse_request(message).headers
    assert {k.lower(): headers[k] for k in fields} == {k.lower(): headers[k] for k in headers}


NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-", min_size=2, max_size=12)
VALUES = st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs", "Cc", "Z"]), max_size=30)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=8), VALUES)
def test_fields_come_back_by_any_spelling_of_their_name(fields: list[tuple[str, str]], body: str) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
    request = parse_request(f"INVITE sip:1@h SIP/2.0\r\n{lines}\r\n{body}")
    for name, _ in fields:
        told = tuple(value for other, value in fields if other.lower() == name.lower())
        assert request.headers.all(name.upper()) == told
        assert request.headers[name.lower()] == told[0]
    assert request.body == body


@given(st.lists(st.tuples(NAMES, st.text(max_size=30)), max_size=60))
def test_a_conversation_sees_its_own_headers_alone_and_nothing_that_controls(fields: list[tuple[str, str]]) -> None:
    kept = application_headers(Headers(fields))
    assert len(kept) <= MAX_KEPT_HEADERS
    assert all(name.lower().startswith("x-") or name.lower() in ("call-id", "user-to-user") for name in kept)
    assert all(value.isprintable() and len(value) <= MAX_HEADER_CHARS for value in kept.values())


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=6))
def test_values_are_never_printed(fields: dict[str, str]) -> None:
    marked = Headers((name, f"{value}secret") for name, value in fields.items())
    assert "secret" not in repr(marked)


@pytest.mark.parametrize(
    ("field", "cause"),
    [
        ('Reason: Q.850;cause=17;text="User busy"', 17),
        ("reason : q.850 ; cause = 1", 1),
        ('Reason: SIP;cause=486;text="Busy", Q.850;cause=17', 17),
        ('Reason: Q.850;text="No answer";cause=19', 19),
        ("Reason: SIP;cause=200", 0),
        ("Reason: Q.850;cause=abc", 0),
        ("X-Reason: Q.850;cause=17", 0),
        ("", 0),
    ],
)
def test_the_cause_that_the_telephone_network_tells(field: str, cause: int) -> None:
    assert (
        q850_cause(f"SIP/2.0 486 Busy Here\r\nVia: x\r\n{field}\r\nContent-Length: 0\r\n\r\nReason: Q.850;cause=99")
        == cause
    )
