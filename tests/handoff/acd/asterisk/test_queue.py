"""A queue as QueueStatus tells it: who serves, whether a caller can be sent there, how long it takes."""

import pytest

from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.queue import Device, Member, QueueFacts, facts_of, names, place_of
from tests.handoff.acd.asterisk.told import ENTRY, member, message, params

FREE, TALKING, AWAY = (Member(f"Agent {n}", f"PJSIP/{n}", n) for n in (Device.FREE, Device.IN_USE, Device.UNAVAILABLE))
PAUSED = Member("Agent 9", "PJSIP/9", Device.FREE, paused=True)


def facts(*members: Member, callers: int = 0, most: int = 0, hold_s: int = 0, talk_s: int = 0) -> QueueFacts:
    return QueueFacts("support", callers, members, most, hold_s, talk_s)


def test_what_the_pbx_tells() -> None:
    told = [params(calls=3, most=20, hold=40, talk=120), member(1), member(5, "202"), member(1, "203", 1, "lunch")]
    found = facts_of("Support", told)
    assert found == QueueFacts(
        "support",
        3,
        (
            Member("Agent 201", "PJSIP/201", 1),
            Member("Agent 202", "PJSIP/202", 5),
            Member("Agent 203", "PJSIP/203", 1, paused=True),
        ),
        20,
        40,
        120,
    )
    assert (found.serving, found.free) == (1, 1)


def test_a_queue_that_is_not_there() -> None:
    assert facts_of("sales", [params(), member(1)]) is None
    assert facts_of("support", []) is None
    assert facts_of("support", [member(1)]) is None
    assert names([params(), member(1)]) == ["support"]


@pytest.mark.parametrize(
    ("members", "callers", "why"),
    [
        ((FREE,), 0, ""),
        ((TALKING,), 4, ""),
        ((), 0, "nobody is logged in to queue support"),
        ((PAUSED,), 0, "nobody serves queue support: 1 paused, 0 without a telephone"),
        ((PAUSED, AWAY), 0, "nobody serves queue support: 1 paused, 1 without a telephone"),
        ((FREE,), 5, "queue support is full"),
        ((FREE,), 9, "queue support is full"),
    ],
)
def test_whether_a_caller_can_be_sent_there(members: tuple[Member, ...], callers: int, why: str) -> None:
    assert facts(*members, callers=callers, most=5).why_not == why


@pytest.mark.parametrize("status", [0, 1, 2, 3, 6, 7, 8])
def test_an_agent_with_a_telephone_serves(status: int) -> None:
    assert Member("a", "b", status).serves
    assert Member("a", "b", status).free is (status in (0, 1))


@pytest.mark.parametrize(
    ("found", "expected_s"),
    [
        (facts(FREE), 0),
        (facts(FREE, FREE, callers=1), 0),
        (facts(FREE, callers=1, talk_s=60), 60),
        (facts(TALKING, talk_s=90), 90),
        (facts(TALKING, TALKING, TALKING, talk_s=90), 30),
        (facts(TALKING, TALKING, callers=3, talk_s=90), 180),
        (facts(TALKING, PAUSED, AWAY, callers=1, talk_s=90), 180),
        (facts(TALKING, hold_s=45), 45),
        (facts(TALKING), None),
        (facts(PAUSED, talk_s=90), None),
    ],
)
def test_the_expected_wait(found: QueueFacts, expected_s: int | None) -> None:
    assert found.expected_s == expected_s


def entry(position: object, uniqueid: str) -> Message:
    return message(ENTRY, position=position, uniqueid=uniqueid)


def test_a_place_in_line() -> None:
    told = [params(calls=2), entry(1, "1.1"), entry(2, "1.2"), entry("?", "1.3")]
    assert [place_of(one, told) for one in ("1.1", "1.2", "1.3", "1.4")] == [1, 2, 0, 0]


def test_fields_that_are_missing_or_odd() -> None:
    found = facts_of(
        "support", [message("Event: QueueParams\nQueue: support\n"), message("Event: QueueMember\nQueue: support\n")]
    )
    assert found is not None
    assert (found.callers, found.most, found.members) == (0, 0, (Member("", "", 0),))
