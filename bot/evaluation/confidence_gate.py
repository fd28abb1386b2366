"""What a call does with a turn of this confidence: answers it, asks whether it is meant, or does not take it."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.engine import newest_model
from bot.errors import StartError
from bot.evaluation.confidence_cases import Case
from bot.progress import errors, step
from bot.settings import Settings
from bot.understanding import LEAST_WORDS, understood
from handoff.rules import FALLBACK_INTENTS, Heard, Limits, Step, judge
from nlu.errors import NluError
from nlu.evaluate import parse_all

Outcome = Literal["answered", "asked", "refused"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What the dialogue takes a text for, and how surely."""

    intent: str
    confidence: float


NOT_UNDERSTOOD = Understood("", 0.0)
Texts = Mapping[tuple[str, str], Understood]
"""Text and language -> what it is taken for."""


@dataclass(frozen=True, slots=True)
class Gated:
    """A turn at the gate; `meant`: it is understood as the caller meant it."""

    language: str
    outcome: Outcome
    meant: bool
    other: bool


def understand(settings: Settings, some: Sequence[Case]) -> Texts | None:
    """What the dialogue takes the turns of kind general for; None, and why is told, where there is no dialogue."""
    general = [one for one in some if one.sample.kind == "general"]
    texts = sorted({(text, one.sample.language) for one in general for text in (one.text, one.sample.text) if text})
    try:
        with step("understanding"):
            parsed: Sequence[Mapping[str, Any]] = parse_all(newest_model(settings), texts) if texts else ()
    except (NluError, StartError, subprocess.TimeoutExpired) as error:
        why = f"! not told what a call does with these turns: {error}"
        errors.print(why, style="yellow", soft_wrap=True, markup=False)
        return None
    found = (Understood(str(one["intent"] or ""), float(one["confidence"])) for one in parsed)
    return dict(zip(texts, found, strict=True))


def with_meaning(some: Sequence[Case], texts: Texts) -> list[Case]:
    """The cases; a general turn is right too where it is understood as meant, and wrong where nobody can serve it."""
    return [
        replace(one, right=not one.other and (one.right or meant(one, texts))) if one.sample.kind == "general" else one
        for one in some
    ]


def meant(case: Case, texts: Texts) -> bool:
    """Whether the turn is understood as the caller means it: as the set says, or as its written text."""
    language = case.sample.language
    got = texts.get((case.text, language), NOT_UNDERSTOOD).intent
    written = texts.get((case.sample.text, language), NOT_UNDERSTOOD).intent
    wanted = written if case.known else case.sample.intent or written
    return got == wanted and got not in FALLBACK_INTENTS


def gated(case: Case, likely: float, texts: Texts) -> Gated:
    """What a call does, as `bot/call.py`."""
    got = texts.get((case.text, case.sample.language), NOT_UNDERSTOOD) if likely >= LEAST_WORDS else NOT_UNDERSTOOD
    outcome = outcome_of(got, understood(case.sample.language, likely, got.confidence))
    return Gated(case.sample.language, outcome, meant(case, texts) and not case.other, case.other)


def outcome_of(got: Understood, sure: float) -> Outcome:
    """`sure`: of words and intent together."""
    verdict = judge(Heard("words", got.intent, sure), 0, Limits())
    if verdict.step is Step.CONFIRM:
        return "asked"
    return "answered" if verdict.step in (Step.ACCEPT, Step.HAND_OFF) else "refused"
