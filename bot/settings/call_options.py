"""What a call is told, frozen: the parts of `config.yml` that are a call's own, with their usual values.

The settings take these classes for their sections, and a call is told nothing else of the settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import Ge, Le

from nlu.numbers.slots import UNASKED
from nlu.text.languages import FALLBACK

Milliseconds = Annotated[int, Ge(0), Le(600_000)]
Share = Annotated[float, Ge(0), Le(1)]


@dataclass(frozen=True)
class Waits:
    """A time for each kind of answer, ms."""

    general: Milliseconds
    digits: Milliseconds
    yesno: Milliseconds


@dataclass(frozen=True)
class EndSilences(Waits):
    """How much silence ends each kind of answer, ms."""

    date: Milliseconds = 900
    """Days and times: «پنجم» … «آذر»."""
    free: Milliseconds = 1_500
    """Text that is kept as it is: an address, a complaint."""


@dataclass(frozen=True)
class FirstWaits(Waits):
    """How long the first word of each kind of answer may take, ms."""

    date: Milliseconds = 8_000
    free: Milliseconds = 10_000


@dataclass(frozen=True)
class ListeningOptions:
    """How patiently and how surely the caller is listened to."""

    end_silence_ms: EndSilences = EndSilences(general=600, digits=1_000, yesno=400)
    """This much silence ends a turn."""
    no_input_ms: FirstWaits = FirstWaits(general=6_000, digits=8_000, yesno=5_000)
    """This much silence before a word: asked again."""
    minimum_confidence: Share = 0.5
    """Below it, what was heard counts as not understood."""
    barge_in: bool = True
    """The caller may interrupt."""


@dataclass(frozen=True)
class LanguageOptions:
    """Which language a call is held in; without a rule it is `CallOptions.language`."""

    by_number: Mapping[str, str] = field(default_factory=dict, metadata={"example": {"200*": "ar"}})
    """Dialled number, `*` and `?` as in file names -> language."""
    detect: bool = False
    """All recognisers hear a stranger's first sentence."""
    certainty: Annotated[float, Ge(0.5), Le(1)] = 0.95
    """How likely a language must be; below it, the caller is asked."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the ladders' rungs lie. Confidences are 0 to 1; `failures` in a row of one kind bring a human."""

    failures: int = 3
    accept_at: float = 0.55
    doubt_at: float = 0.3
    end_at: float = 0.7
    """Below it the caller is asked before the bot hangs up."""


@dataclass(frozen=True)
class CallOptions:
    """Everything that a call is told."""

    language: str = FALLBACK
    """What it begins in."""
    languages: LanguageOptions = LanguageOptions()
    speech: ListeningOptions = ListeningOptions()
    limits: Limits = Limits()
    """Where the ladders' rungs lie."""
    unasked_digits: int = UNASKED.lengths[0]
    """So many keys are a number where none is asked for."""
