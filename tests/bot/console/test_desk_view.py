"""What the page shows of a handoff."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.console.desk_view import clock, desk_view, history
from bot.console.words import Words, load_words
from bot.prompts.load import SHIPPED, handoff_sentences, load_prompts
from handoff.events import EventKind, HandoffEvent
from handoff.file import HandoffFile, file_of
from handoff.packet import ContextPacket, Mood, PacketCaller
from handoff.record import StepTaken, new_record
from handoff.states import State

SENTENCES = handoff_sentences(load_prompts())
WORDS = load_words(SHIPPED, SENTENCES)


def moment(second: int) -> datetime:
    return datetime(2026, 11, 30, 12, 0, second, tzinfo=UTC)


def found(packet: ContextPacket, *events: HandoffEvent) -> HandoffFile:
    return HandoffFile(
        packet, (StepTaken(State.STORED, moment(1)), StepTaken(State.RINGING, moment(3), "attempt 1")), events
    )


def test_who_and_why_in_the_agents_language(packet: ContextPacket) -> None:
    shown = desk_view(found(packet), WORDS["ar"], SENTENCES)
    assert (shown["name"], shown["number"]) == ("خانم محمدی", "09121234567")
    assert (shown["state"], shown["call_language"]) == ("يرنّ هاتف الموظف", "الفارسية")
    assert shown["why"].startswith("خانم محمدی")
    assert (shown["accepted"], shown["closed"], shown["mood"], shown["holder"]) == ("", "", "", "")


def test_a_stranger_who_is_angry(packet: ContextPacket) -> None:
    stranger = replace(packet, caller=PacketCaller(), mood=Mood("angry"))
    shown = desk_view(file_of(new_record(stranger), ()), WORDS["fa"], SENTENCES)
    assert (shown["name"], shown["mood"]) == ("تماس‌گیرندهٔ ناشناس", "عصبانی")


def test_who_has_it_and_who_closed_it(packet: ContextPacket) -> None:
    taken = HandoffEvent(EventKind.ACCEPTED, "سارا {x}", moment(4))
    shown = desk_view(found(packet, taken), WORDS["fa"], SENTENCES)
    assert shown["accepted"] == f"سارا {{x}} از ساعت {clock(moment(4), WORDS['fa'])} پاسخ‌گوست"
    assert shown["holder"] == "سارا {x}"


def test_steps_and_events_stand_as_they_came(packet: ContextPacket) -> None:
    called = HandoffEvent(EventKind.AGENT_CALLED, "sip:200@pbx", moment(2))
    noted = HandoffEvent(EventKind.NOTE, "سارا", moment(5), "یادداشت")
    entries = history(found(packet, called, noted), WORDS["fa"])
    assert [(one.kind, one.what, one.text) for one in entries] == [
        ("step", "در انتظار", ""),
        ("event", "به sip:200@pbx زنگ زده شد", ""),
        ("step", "در حال زنگ زدن به کارشناس", "بارِ ۱"),
        ("event", "یادداشت سارا", "یادداشت"),
    ]


def test_without_words_events_are_told_as_they_are_called(packet: ContextPacket) -> None:
    (_, entry, _) = history(found(packet, HandoffEvent(EventKind.AGENT_CALLED, "200", moment(2))), Words())
    assert entry.what == "agent_called 200"


@pytest.mark.parametrize("code", ["fa", "ar"])
def test_every_state_and_event_is_shown_in_words(packet: ContextPacket, code: str) -> None:
    steps = tuple(StepTaken(state, moment(1)) for state in State)
    events = tuple(HandoffEvent(kind, "sara", moment(2)) for kind in EventKind)
    told = [one.what for one in history(HandoffFile(packet, steps, events), WORDS[code])]
    assert [one for one in told if "_" in one or one in {*State, *EventKind}] == []


def test_the_head_of_the_page_knows_that_the_talk_is_over(packet: ContextPacket) -> None:
    steps = (StepTaken(State.STORED, moment(1)), StepTaken(State.BRIDGED, moment(3)))
    talking = HandoffEvent(EventKind.AGENT_CONNECTED, "101", moment(2))
    over = HandoffEvent(EventKind.AGENT_COMPLETED, "101", moment(9), "talked for 6 s")
    heads = [
        desk_view(HandoffFile(packet, steps, events), WORDS["fa"], SENTENCES)["state"]
        for events in ((talking,), (talking, over))
    ]
    assert heads == ["در حال گفتگو با کارشناس", "گفتگو با کارشناس پایان یافت"]


@pytest.mark.parametrize("code", ["fa", "ar"])
def test_no_word_of_the_programs_own_is_on_the_page(packet: ContextPacket, code: str) -> None:
    steps = tuple(
        StepTaken(State.FAILED, moment(1), note)
        for note in (
            "attempt 2",
            "AgentSilent",
            "queue: the queue is full",
            "SIP 503",
            "unconfirmed: no final NOTIFY came",
        )
    )
    events = (
        HandoffEvent(EventKind.AGENT_CONNECTED, "۱۰۱", moment(2), "queue پشتیبانی, after 6 s"),
        HandoffEvent(EventKind.NOTE, "hatef", moment(3), "call-back given up: no answer"),
    )
    told = " ".join(one.text for one in history(HandoffFile(packet, steps, events), WORDS[code]))
    assert not any(letter.isascii() and letter.isalpha() for letter in told), told
