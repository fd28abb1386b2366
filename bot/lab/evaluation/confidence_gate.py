"""What a call does with a turn of this confidence: answers it, asks whether it is meant, or does not take it."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.call.ladder import FALLBACK_INTENTS, Failed, Judged, Step, judge
from bot.call.understanding import Evidence, Intent, believed, doubtful, evidence, understood
from bot.dialogue.engine import newest_model
from bot.errors import StartError
from bot.lab.evaluation.confidence_cases import Case
from bot.settings.call_options import Limits
from bot.settings.settings import Settings
from bot.terminal import errors, step
from nlu.errors import NluError
from nlu.training.evaluate import parse_all

Outcome = Literal["answered", "asked", "refused"]


NOT_UNDERSTOOD = Intent("", 0.0)
Texts = Mapping[tuple[str, str], Intent]
"""Text and language -> what it is taken for."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn before the gate; `meant`: it is understood as the caller meant it, and the bot can serve it."""

    case: Case
    got: Intent
    likely: float
    meant: bool

    @property
    def evidence(self) -> Evidence:
        """What the gate looks at."""
        return evidence(self.likely, self.case.confidence, self.got.confidence)


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
    found = (Intent(str(one["intent"] or ""), float(one["confidence"])) for one in parsed)
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
    got = texts.get((case.text, language), NOT_UNDERSTOOD).name
    written = texts.get((case.sample.text, language), NOT_UNDERSTOOD).name
    wanted = written if case.known else case.sample.intent or written
    return got == wanted and got not in FALLBACK_INTENTS


def at_the_gate(case: Case, likely: float, texts: Texts, least: float) -> Turned:
    """A turn as `bot/call/call.py` has it; `least`: `speech.minimum_confidence`."""
    told = not doubtful(likely, case.confidence, least)
    got = texts.get((case.text, case.sample.language), NOT_UNDERSTOOD) if told else NOT_UNDERSTOOD
    return Turned(case, got, likely, meant(case, texts) and not case.other)


def sure_of(one: Turned) -> float:
    """How sure a call is of a turn."""
    return understood(one.case.sample.language, one.likely, one.case.confidence, one.got)


def gated(one: Turned, sure: float) -> Gated:
    """What a call does with a turn of which it is so `sure`."""
    sure = believed(one.got, sure, one.case.confidence * one.got.confidence)
    return Gated(one.case.sample.language, outcome_of(one.got, sure), one.meant, one.case.other)


def outcome_of(got: Intent, sure: float) -> Outcome:
    """`sure`: of words and intent together."""
    verdict = judge(Judged("words", got.name, sure), Failed(), Limits())
    if verdict.step is Step.CONFIRM:
        return "asked"
    return "answered" if verdict.step in (Step.ACCEPT, Step.HAND_OFF) else "refused"
