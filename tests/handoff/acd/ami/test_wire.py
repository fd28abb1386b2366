"""Bytes of a manager interface: whole, in pieces, foreign, without end; and nothing that breaks a line of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.acd.ami.errors import AmiGarbled, AmiUnsafe
from handoff.acd.ami.wire import FIELDS_MOST, MESSAGE_MOST, VALUE_MOST, Message, Parser, pack

BANNER = b"Asterisk Call Manager/11.0.0\r\n"
JOIN = b"Event: QueueCallerJoin\r\nQueue: support\r\nUniqueid: 1764.5\r\n\r\n"


def parsed(raw: bytes) -> list[Message]:
    return Parser().feed(BANNER + raw)


def test_a_message_and_its_fields() -> None:
    (message,) = parsed(JOIN)
    assert message.event == "QueueCallerJoin"
    assert message.get("queue") == message.get("QUEUE") == "support"
    assert message.get("nothing") == ""


def test_an_empty_value_and_a_colon_in_a_value() -> None:
    (message,) = parsed(b"Event: X\r\nCallerIDName: \r\nInterface: Local/600@q:1/n\r\n\r\n")
    assert message.get("CallerIDName") == ""
    assert message.get("Interface") == "Local/600@q:1/n"


def test_numbers_that_are_none_count_as_nothing() -> None:
    (message,) = parsed("Event: X\r\na: 12\r\nb: -3\r\nc: ۱۲\r\nd: 99999999999999\r\ne: 1.5\r\n\r\n".encode())
    assert [message.number(name) for name in "abcdef"] == [12, 0, 0, 0, 0, 0]


def test_the_variables_of_a_channel() -> None:
    (message,) = parsed(b"Event: X\r\nChanVariable: HATEF_TOKEN=abc=\r\nChanVariable: other=\r\n\r\n")
    assert message.variables == {"HATEF_TOKEN": "abc=", "other": ""}


def test_a_field_that_comes_twice_gives_its_first() -> None:
    (message,) = parsed(b"Event: X\r\nOutput: one\r\nOutput: two\r\n\r\n")
    assert message.get("Output") == "one"


@given(st.lists(st.integers(1, 40), max_size=30))
def test_any_portions_give_the_same(sizes: list[int]) -> None:
    raw, parser, found = BANNER + JOIN * 3, Parser(), list[Message]()
    for size in sizes:
        found += parser.feed(raw[:size])
        raw = raw[size:]
    found += parser.feed(raw)
    assert found == parsed(JOIN * 3)


@given(st.binary(max_size=300))
def test_any_bytes_are_messages_or_nothing(raw: bytes) -> None:
    for message in parsed(raw + b"\r\n\r\n"):
        assert message.fields


@given(st.binary(max_size=80))
def test_any_first_bytes_are_taken_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(Parser().feed(raw), list)
    except AmiGarbled as error:
        assert "no Asterisk manager" in str(error)


@pytest.mark.parametrize(
    "raw",
    [
        b"Event: X\nQueue: a\n\n",  # a proxy that ends lines in its own way
        b"\r\nEvent: X\r\nQueue: a\r\n\r\n",
        b"no colon here\r\nEvent: X\r\n: nameless\r\nQueue: a\r\n\r\n",
        b"EVENT:X\r\nqueue:a\r\n\r\n",
    ],
)
def test_forms_that_are_odd_and_plain(raw: bytes) -> None:
    (message,) = parsed(raw)
    assert (message.event, message.get("Queue")) == ("X", "a")


def test_letters_that_are_no_utf_8_are_replaced() -> None:
    (message,) = parsed(b"Event: X\r\nCallerIDName: \xff\xfe\xc3\r\n\r\n")
    assert message.get("CallerIDName")


@pytest.mark.parametrize("banner", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 400 Bad Request\r\n", b"\r\n", b"\x00" * 40])
def test_another_service_is_seen_by_its_first_bytes(banner: bytes) -> None:
    with pytest.raises(AmiGarbled, match="no Asterisk manager"):
        Parser().feed(banner)


def test_a_banner_without_end() -> None:
    with pytest.raises(AmiGarbled):
        Parser().feed(b"Asterisk Call Manager" + b"x" * VALUE_MOST)


@pytest.mark.parametrize(
    "raw", [b"a" * (MESSAGE_MOST + 9), b"Event: X\r\n" + b"k: v\r\n" * MESSAGE_MOST, b"Event: " + b"x" * 200_000]
)
def test_a_message_without_end(raw: bytes) -> None:
    parser = Parser()
    with pytest.raises(AmiGarbled, match="without end"):
        for at in range(0, len(raw), 1000):
            parser.feed(raw[at : at + 1000] if at else BANNER + raw[:1000])


def test_a_long_message_that_ends_in_the_same_portion() -> None:
    with pytest.raises(AmiGarbled, match="without end"):
        parsed(b"Event: " + b"x" * MESSAGE_MOST + b"\r\n\r\n")


def test_a_message_of_too_many_fields() -> None:
    with pytest.raises(AmiGarbled, match="fields"):
        parsed(b"a: b\r\n" * (FIELDS_MOST + 1) + b"\r\n")


@given(st.lists(st.integers(1, 40), max_size=30))
def test_events_that_nobody_wants_are_passed_over(sizes: list[int]) -> None:
    raw = (
        BANNER
        + b"Event: Newstate\r\nQueue: a\r\n\r\n"
        + JOIN
        + b"Event: Newstate\r\nActionID: 7\r\n\r\nResponse: x\r\n\r\n"
    )
    parser, found = Parser({"QueueCallerJoin"}), list[Message]()
    for size in sizes:
        found += parser.feed(raw[:size])
        raw = raw[size:]
    found += parser.feed(raw)
    assert [one.event or one.get("Response") for one in found] == ["QueueCallerJoin", "Newstate", "x"]


def test_a_message_without_end_is_seen_also_among_unwanted_ones() -> None:
    with pytest.raises(AmiGarbled, match="without end"):
        Parser(()).feed(BANNER + b"Event: Newstate\r\n" + b"a: b\r\n" * MESSAGE_MOST)


def test_an_action() -> None:
    assert pack("Redirect", {"Channel": "PJSIP/200-1", "Exten": "q"}, "1") == (
        b"Action: Redirect\r\nActionID: 1\r\nChannel: PJSIP/200-1\r\nExten: q\r\n\r\n"
    )


@pytest.mark.parametrize(
    "value", ["a\r\nAction: Originate", "a\nb", "a\rb", "a\x00b", "a\x85b", "a\u2028b", "x" * 2000]
)
def test_nothing_begins_a_line_of_its_own(value: str) -> None:
    with pytest.raises(AmiUnsafe):
        pack("Redirect", {"Channel": value}, "1")
    with pytest.raises(AmiUnsafe):
        pack(value, {}, "1")


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "1a", "-"])
def test_a_name_is_a_name(name: str) -> None:
    with pytest.raises(AmiUnsafe):
        pack("Ping", {name: "x"}, "1")


@given(st.dictionaries(st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True), st.text(max_size=40)))
def test_what_is_packed_is_one_message_that_says_the_same(fields: dict[str, str]) -> None:
    fields = {name: value for name, value in fields.items() if name.casefold() not in ("action", "actionid")}
    try:
        raw = pack("Do", fields, "7")
    except AmiUnsafe:
        return
    (message,) = parsed(raw)
    assert len(message.fields) == len(fields) + 2
    for name, value in fields.items():
        assert message.get(name).strip() == value.encode("utf-8", "replace").decode().strip() or name
    assert message.action_id == "7"
