"""The codec of the control socket: round trips, and lines that are none."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.journal.records import Turn
from bot.service.board import Change, LiveCall
from bot.service.control_wire import (
    MOST_REQUEST_BYTES,
    BadLine,
    Request,
    address,
    call_as_json,
    pack_answer,
    pack_change,
    pack_fault,
    pack_request,
    parse_answer,
    parse_call,
    parse_request,
    socket_path,
)

SINCE = datetime(2026, 11, 30, 12, 0, 0, 250_000, UTC)
CALL = LiveCall("c1", SINCE, "fa", "09121234567", "100", "listening", "", "ask_balance", 3)
CHANGE = Change("turn", SINCE, CALL, Turn(1, "caller", "موجودی", "speech", 0.9, "ask_balance", 0.8))


@pytest.mark.parametrize("request_", [Request("status"), Request("calls", True), Request("events")])
def test_a_request_comes_back(request_: Request) -> None:
    line = pack_request(request_)
    assert line.count(b"\n") == 1 and len(line) < MOST_REQUEST_BYTES
    assert parse_request(line) == request_


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"", "request"),
        (b"\n", "request"),
        (b"GET / HTTP/1.1\r\n", "request"),
        (b"\xff\xfe\x00\n", "request"),
        (b"[" * 4000 + b"\n", "request"),
        (b"null\n", "request"),
        (b"[1]\n", "request"),
        (b'{"v": 1}\n', "request"),
        (b'{"v": 1, "ask": "stop"}\n', "request"),
        (b'{"v": 1, "ask": ["status"]}\n', "request"),
        (b'{"v": 1, "ask": "calls", "full": "yes"}\n', "request"),
        (b'{"ask": "status"}\n', "version"),
        (b'{"v": 2, "ask": "status"}\n', "version"),
        (b'{"v": "1", "ask": "status"}\n', "version"),
    ],
)
def test_what_is_no_request_is_refused(line: bytes, fault: str) -> None:
    with pytest.raises(BadLine) as refused:
        parse_request(line)
    assert refused.value.fault == fault


def test_a_call_comes_back() -> None:
    assert parse_call(call_as_json(CALL, full=True)) == CALL


def test_a_call_of_a_newer_hatef_is_read_as_far_as_it_is_known() -> None:
    assert parse_call({**call_as_json(CALL, full=True), "mood": "calm"}) == CALL


@pytest.mark.parametrize("raw", [{}, {"since": "soon"}, {"since": 3}, {"since": SINCE.isoformat()}])
def test_what_is_no_call_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(BadLine):
        parse_call(raw)


def test_numbers_and_words_only_in_full() -> None:
    short, full = pack_change(CHANGE, full=False), pack_change(CHANGE, full=True)
    assert b"0912*****67" in short and b"text" not in short
    assert parse_answer(full)["turn"]["text"] == "موجودی" and b"09121234567" in full


def test_an_endless_text_is_cut() -> None:
    long = Change("turn", SINCE, CALL, Turn(1, "caller", "x" * 10_000))
    assert len(pack_change(long, full=True)) < 2_000


def test_answers_tell_their_version() -> None:
    assert parse_answer(pack_answer(calls=[]))["hatef"]
    refused = parse_answer(pack_fault("busy", "later"))
    assert (refused["error"], refused["why"]) == ("busy", "later")


def test_an_answer_in_another_version_is_refused_with_whose_it_is() -> None:
    with pytest.raises(BadLine, match=r"9\.1") as refused:
        parse_answer(json.dumps({"v": 9, "hatef": "9.1"}).encode())
    assert refused.value.fault == "version"


def test_a_folder_of_any_depth_has_an_address(tmp_path: Path) -> None:
    with address(Path("/var/lib/hatef")) as where:
        assert where == str(socket_path(Path("/var/lib/hatef")))
    deep = tmp_path.joinpath(*["a_long_name_of_a_folder"] * 6)
    deep.mkdir(parents=True)
    (deep / "control.sock").touch()
    with address(deep) as where:
        assert len(where) < 100 and Path(where).exists()


TEXTS = st.text(max_size=40)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)


def milliseconds(when: datetime) -> datetime:
    return when.replace(microsecond=when.microsecond // 1000 * 1000)


@given(MOMENTS, TEXTS, TEXTS, st.integers(0, 999))
def test_any_call_comes_back_in_full(since: datetime, caller: str, intent: str, turns: int) -> None:
    call = LiveCall("c1", milliseconds(since), "fa", caller, "100", "listening", "", intent, turns)
    line = pack_answer(calls=[call_as_json(call, full=True)])
    assert parse_call(parse_answer(line)["calls"][0]) == call


@given(st.text(alphabet="0123456789", min_size=8, max_size=15))
def test_no_number_is_told_whole_unless_it_is_asked_for(number: str) -> None:
    call = LiveCall("c1", SINCE, "fa", number, "100", "listening", "", "ask_balance", 3)
    assert number not in json.dumps(call_as_json(call, full=False))
    assert number in json.dumps(call_as_json(call, full=True))


@given(TEXTS)
def test_words_of_a_turn_are_left_out_unless_they_are_asked_for(text: str) -> None:
    change = Change("turn", SINCE, CALL, Turn(1, "caller", text, "speech", 0.9, "ask_balance", 0.8))
    short, whole = (parse_answer(pack_change(change, full))["turn"] for full in (False, True))
    assert "text" not in short
    assert whole["text"] == text


@given(st.text(max_size=200))
def test_an_answer_is_one_line_whatever_it_says(why: str) -> None:
    line = pack_fault("broken", why)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert line.isascii()
    assert parse_answer(line)["why"] == why


@given(st.binary(max_size=60))
def test_any_bytes_are_a_request_or_refused(line: bytes) -> None:
    try:
        assert parse_request(line).ask in ("status", "calls", "events")
    except BadLine as refused:
        assert refused.fault in ("request", "version")


@given(JSON)
def test_any_json_is_a_request_or_refused(message: Any) -> None:
    for given_ in (message, {"v": 1, "ask": message}, {"v": message, "ask": "status"}):
        try:
            assert parse_request(json.dumps(given_).encode()).ask in ("status", "calls", "events")
        except BadLine as refused:
            assert refused.fault in ("request", "version")


@given(st.dictionaries(st.sampled_from(["id", "since", "language", "caller", "called", "doing"]), JSON, max_size=6))
def test_any_json_that_is_no_call_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(BadLine, match="no live call"):
        parse_call(raw)
