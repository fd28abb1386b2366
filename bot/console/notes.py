"""What the program noted beside steps and events, in the language of the agent who reads it.

It is kept in the program's words («queue support, after 6 s»). Who reads without a language gets those; in a language
what has words there is told in them, and the rest, which is for who runs Hatef, is left out.
"""

import re

from bot.console.words import Words
from handoff.events import EventKind, HandoffEvent

SHAPES = (
    ("attempt", re.compile(r"attempt (?P<count>\d+)")),
    ("queue_after", re.compile(r"queue (?P<queue>\S+), after (?P<seconds>\d+) s")),
    ("queue_place", re.compile(r"in queue (?P<queue>\S+), place (?P<place>\d+) of (?P<count>\d+)")),
    ("queue_left", re.compile(r"left queue (?P<queue>\S+) after (?P<seconds>\d+) s")),
    ("queue", re.compile(r"(?:in )?queue (?P<queue>\S+)")),
    ("talked", re.compile(r"talked for (?P<seconds>\d+) s(?:, .*)?")),
    ("AgentNoAnswer", re.compile(r"did not answer within \d+ s")),
)
"""Notes with something in them; all others are looked up as they are."""
BEHIND = re.compile(r"(?:queue|agent|refer|asterisk|redirect|attended|call-back [a-z ]+): (?P<why>.+)")
"""Which way to a human said so, or what became of a call-back: the reason is told alone."""
KIND = "note"
BY_HUMANS = frozenset({EventKind.NOTE, EventKind.ACCEPTED, EventKind.CLOSED})
RING = re.compile(r"Agent[A-Z]\w+")


def noted(text: str, words: Words) -> str:
    """A note of the program's; "" where the language has no words for it."""
    if not words.language or not text:
        return text
    if behind := BEHIND.fullmatch(text):
        return noted(behind["why"], words)
    for name, shape in SHAPES:
        if found := shape.fullmatch(text):
            filled = {key: words.digits(value) for key, value in found.groupdict().items()}
            return words.known(name, KIND).format(**filled)
    return words.known(text, KIND)


def is_human(event: HandoffEvent) -> bool:
    """Whether a person wrote the text: a ring that came to nothing is noted by the program, in its own words."""
    ours = event.who in ("hatef", "asterisk") or RING.fullmatch(event.text)
    return event.kind in BY_HUMANS and not ours and not event.text.startswith("did not answer within ")
