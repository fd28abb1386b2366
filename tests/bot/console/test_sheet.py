"""A packet as people read it: whatever its fields are."""

from dataclasses import dataclass, field, make_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.console.sheet import Part, is_web_address, offset, parts, text_of
from bot.console.words import Words
from handoff.packet import ContextPacket, CrmLink, Fact, Mood, SuggestedAnswer

PLAIN = Words()
FACTS = {"delivery_late": "دیر شده", "order_shipped": "در راه"}
FA = Words("fa", values={"fact": FACTS, "intent": {"ask_balance": "موجودی"}})


def named(found: tuple[Part, ...], name: str) -> Part:
    return next(part for part in found if part.name == name)


def texts(part: Part) -> list[list[str]]:
    return [[cell.text for cell in row] for row in part.rows]


def test_every_part_that_holds_anything(packet: ContextPacket) -> None:
    found = parts(packet, PLAIN)
    assert [part.name for part in found] == ["intents", "slots", "crm_links", "caller", "more"]
    assert texts(named(found, "intents")) == [
        ["ask_balance", "91%", "0:04", "yes"],
        ["ask_order_status", "85%", "0:09", "no"],
    ]
    assert texts(named(found, "caller")) == [["09121234567", "c-1001", "خانم محمدی"]]
    more = {row[0].text: row[1].text for row in named(found, "more").rows}
    assert (more["reason"], more["verified"], more["call id"]) == ("asked_for_human", "number", "call-1")
    assert "skill" not in more, "what is empty is not shown"


def test_what_helps_most_comes_first(packet: ContextPacket) -> None:
    full = replace(packet, mood=Mood("angry", ("!",), 7.4), suggested_answer=SuggestedAnswer("ask_balance", "2"))
    found = parts(full, PLAIN)
    assert [part.name for part in found][:3] == ["suggested_answer", "mood", "intents"]
    assert texts(found[1]) == [["angry", "!", "+7 dB"]]


def test_the_designers_words_for_facts_and_intents(packet: ContextPacket) -> None:
    found = parts(replace(packet, facts=(Fact("delivery", "late", "12345", 1000), Fact("x", "y"))), FA)
    assert texts(named(found, "facts")) == [["delivery", "دیر شده", "12345", "۰:۰۱"], ["x", "y", "", "۰:۰۰"]]
    assert texts(named(found, "intents"))[0][:2] == ["موجودی", "۹۱٪"]


@dataclass(frozen=True, slots=True)
class Nearby:
    """What a later version may add."""

    branch: str
    open_now: bool
    tags: tuple[str, ...] = field(default=())


def test_a_field_that_is_added_is_shown_without_a_word_here(packet: ContextPacket) -> None:
    added: Any = make_dataclass(
        "Added",
        [("near", tuple[Nearby, ...], ()), ("one", Nearby, Nearby("a", False)), ("wait_ms", int, 61_000)],
        bases=(ContextPacket,),
        frozen=True,
    )
    values = {name: getattr(packet, name) for name in packet.__dataclass_fields__}
    found = parts(added(**values, near=(Nearby("Tehran", True, ("new", "big")),)), PLAIN)
    assert texts(named(found, "near")) == [["Tehran", "yes", "new, big"]]
    assert named(found, "near").columns == ("branch", "open now", "tags")
    assert texts(named(found, "one")) == [["a", "no"]]
    assert ["wait", "1:01"] in texts(named(found, "more"))


def test_what_was_learned_with_doubt_is_marked(packet: ContextPacket) -> None:
    doubted = replace(packet, slots=(replace(packet.slots[0], confidence=0.59), packet.slots[1]))
    rows = named(parts(doubted, PLAIN), "slots").rows
    assert [[cell.doubtful for cell in row] for row in rows] == [[False, False, True], [False, False, False]]


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://crm/1", True),
        ("HTTP://crm/1", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://x", False),
        ("https://x\n", False),
        ("", False),
        ("/handoff", False),
    ],
)
def test_only_web_addresses_are_links(packet: ContextPacket, url: str, may: bool) -> None:
    assert is_web_address(url) is may
    found = parts(replace(packet, crm_links=(CrmLink("order", "1", url),)), PLAIN)
    assert [cell.url for cell in named(found, "crm_links").rows[0] if cell.name == "url"] in ([url if may else ""], [])


@pytest.mark.parametrize(("at_ms", "shown"), [(0, "0:00"), (61_999, "1:01"), (3_600_000, "60:00"), (-5, "0:00")])
def test_moments_of_the_call(at_ms: int, shown: str) -> None:
    assert offset(at_ms) == shown


@pytest.mark.parametrize("value", [None, "", ()])
def test_what_says_nothing_is_nothing(value: object) -> None:
    assert text_of("x", value, PLAIN) == ""


def test_a_moment_is_by_the_clock_of_this_machine() -> None:
    moment = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
    assert text_of("created_at", moment, PLAIN) == f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        (Fact("balance", "2500000 IRR"), "۲۵۰ هزار تومان"),
        (Fact("balance", "934505 IRR"), "۹۳۴۵۰۵ ریال"),
        (Fact("balance", "0 IRR"), "۰ تومان"),
        (Fact("delivery_date", "2020-03-20"), "جمعه ۱ فروردین ۱۳۹۹"),
        (Fact("order", "shipped"), "در راه"),
        (Fact("delivery_date", "2020-02-30"), "2020-02-30"),
        (Fact("code", "20200320"), "20200320"),
    ],
)
def test_what_records_hold_is_told_as_people_say_it(packet: ContextPacket, fact: Fact, shown: str) -> None:
    [row] = named(parts(replace(packet, facts=(fact,)), FA), "facts").rows
    assert row[1].text == shown
    [plain] = named(parts(replace(packet, facts=(fact,)), PLAIN), "facts").rows
    assert plain[1].text == fact.value, "programs and the terminal get it as it is kept"


def test_the_state_of_an_order_that_was_learned_has_its_words(packet: ContextPacket) -> None:
    assert [row[1].text for row in named(parts(packet, FA), "slots").rows] == ["12345", "در راه"]
