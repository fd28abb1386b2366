"""What the page of a handoff shows, in the language of the agent who reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.console.notes import is_human, noted
from bot.console.sheet import MORE, offset, parts
from bot.console.words import Words
from handoff.events import HandoffEvent
from handoff.file import HandoffFile
from handoff.packet import ContextPacket
from handoff.record import StepTaken
from handoff.sentences import HandoffSentences
from handoff.summary import whisper

APART = ("caller", "mood", "suggested_answer", MORE)
"""Parts that have a place of their own on the page."""


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of the conversation."""

    speaker: str
    name: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `kind` is «step» or «event»."""

    kind: str
    at: str
    what: str
    text: str


def desk_view(found: HandoffFile, words: Words, sentences: HandoffSentences) -> dict[str, Any]:
    """The names that the template fills in."""
    packet, accepted, closed = found.packet, found.accepted, found.closed
    name = packet.caller.name or words.page["stranger"]
    return {
        "title": words.page["handoff"].format(name=name),
        "name": name,
        "number": packet.caller.number,
        "state": words.value(found.stage, "state"),
        "mood_level": packet.mood.level,
        "mood": words.value(packet.mood.level, "level") if packet.mood.level != "calm" else "",
        "verified": packet.verified,
        "verified_words": words.value(packet.verified, "verified"),
        "call_language": words.value(packet.language, "language"),
        "skill": words.value(packet.skill, "skill"),
        "why": whisper(packet, sentences, words.language),
        "turns": turns(packet, words),
        "parts": parts(packet, words),
        "apart": APART,
        "history": history(found, words),
        "accepted": _by(words.page["accepted"], accepted, words),
        "closed": _by(words.page["closed"], closed, words),
        "holder": accepted.who if accepted else "",
    }


def turns(packet: ContextPacket, words: Words) -> tuple[Said, ...]:
    """The conversation, oldest first."""
    return tuple(
        Said(one.speaker, words.value(one.speaker, "speaker"), words.digits(offset(one.at_ms)), one.text)
        for one in packet.last_turns
    )


def history(found: HandoffFile, words: Words) -> tuple[Entry, ...]:
    """Steps and events as they came."""
    both: list[StepTaken | HandoffEvent] = sorted((*found.steps, *found.events), key=lambda one: one.at)
    return tuple(_entry(one, words) for one in both)


def _entry(one: StepTaken | HandoffEvent, words: Words) -> Entry:
    at = clock(one.at, words)
    if isinstance(one, StepTaken):
        return Entry("step", at, words.value(one.state, "state"), noted(one.note, words))
    what, text = words.known(one.kind, "event"), one.text if is_human(one) else noted(one.text, words)
    return Entry("event", at, what.format(who=one.who) if what else f"{one.kind} {one.who}".strip(), text)


def _by(text: str, event: HandoffEvent | None, words: Words) -> str:
    return text.format(who=event.who, at=clock(event.at, words)) if event else ""


def clock(moment: datetime, words: Words) -> str:
    """A moment by the clock on the wall."""
    return words.digits(f"{moment.astimezone():%H:%M:%S}")
