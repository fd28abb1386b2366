"""What the program noted, in the agent's language."""

import pytest

from bot.console.notes import is_human, noted
from bot.console.words import Words, load_words
from bot.prompts.load import SHIPPED, handoff_sentences, load_prompts
from handoff.callbacks.plan import Why
from handoff.errors import AgentError
from handoff.events import EventKind, HandoffEvent

WORDS = load_words(SHIPPED, handoff_sentences(load_prompts()))
FA = WORDS["fa"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("attempt 12", "بارِ ۱۲"),
        ("queue support", "صفِ support"),
        ("in queue support", "صفِ support"),
        ("queue support, after 6 s", "صفِ support، پس از ۶ ثانیه"),
        ("in queue support, place 2 of 5", "صفِ support، نفرِ ۲ از ۵"),
        ("left queue support after 30 s", "صفِ support، پس از ۳۰ ثانیه"),
        ("talked for 44 s", "۴۴ ثانیه گفتگو"),
        ("talked for 44 s, ended by: caller", "۴۴ ثانیه گفتگو"),
        ("AgentBusy", "تلفنش اشغال بود"),
        ("did not answer within 20 s", "پاسخ نداد"),
        ("queue: nobody is at work", "کسی سرِ کار نبود"),
        ("call-back given up: answering machine", "پیام‌گیر پاسخ داد"),
        ("SIP 486", ""),
        ("", ""),
    ],
)
def test_a_note_in_words(text: str, told: str) -> None:
    assert noted(text, FA) == told
    assert noted(text, Words()) == text, "who runs Hatef reads it as it is kept"


@pytest.mark.parametrize("code", ["fa", "ar"])
def test_every_end_of_a_ring_and_of_a_call_back_has_words(code: str) -> None:
    rings = [kind.__name__ for kind in AgentError.__subclasses__()]
    assert [name for name in (*rings, *filter(None, Why)) if not noted(name, WORDS[code])] == []


@pytest.mark.parametrize(
    ("kind", "who", "text", "human"),
    [
        (EventKind.NOTE, "سارا", "queue support", True),
        (EventKind.NOTE, "سارا", "attempt 1", True),
        (EventKind.CLOSED, "سارا", "done", True),
        (EventKind.NOTE, "101 Sara", "AgentBusy", False),
        (EventKind.NOTE, "hatef", "call-back waiting", False),
        (EventKind.NOTE, "SIP/101", "did not answer within 20 s", False),
        (EventKind.AGENT_CALLED, "101", "queue support", False),
    ],
)
def test_what_people_wrote_stays_as_they_wrote_it(kind: EventKind, who: str, text: str, human: bool) -> None:
    assert bool(is_human(HandoffEvent(kind, who, text=text))) is human
