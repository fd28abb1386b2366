"""The port to whatever turns sound into words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, Protocol, cast

from voice.events import LanguageFit, Word

Kind = Literal["general", "digits", "yesno", "date", "free", "language"]
"""What is awaited. "date": days and times; "free": text of any sort, with time to think; "language": anything, in a
language that is to be told from how well it was heard."""
KINDS: tuple[Kind, ...] = ("general", "digits", "yesno", "date")
"""The kinds that may have models of their own; what has none is heard by that of "general"."""

# language -> kind of turn -> model folder
ModelPaths = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Clues:
    """How well a turn's words fit its sound (`voice.listen.second_pass.clues`); logarithms are natural."""

    lost: float
    """Log-likelihood that the words cost against any sounds at all, for each sound that was heard."""
    distance: float
    """Share of the sounds that were heard otherwise than the words have them, 0 to 1."""
    worst: float
    """What the worst word costs, for each of its frames."""
    clear: float
    """How clear the sounds are whatever they mean, 0 to 1."""
    unknown: float
    """Share of the words that are none of the graph's."""
    cost: float
    """How unusual the words are, for each: the graph's own cost."""
    pace: float
    """Frames a sound."""
    sounds: int


@dataclass(frozen=True, slots=True)
class RecognisedText:
    """What a recogniser understood of one turn.

    `confidence` is 0 to 1: the mean over all words, where an unknown word counts as 0 and is left out of `words`.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float
    score: float | None = None
    """Natural-log likelihood of the sound under the best reading, language model included; of kind "language" only,
    and only where the network is normalised, so that it compares with the other language's."""
    clues: Clues | None = None
    """Of the second pass only."""
    fit: LanguageFit | None = None
    """Of the second pass, and of kind "language" only."""
    likely: float | None = None
    """Of both passes together: the probability that this is what was said (`voice.listen.second_pass.certainty`)."""


NOTHING = RecognisedText("", (), 0.0)


class Recogniser(Protocol):
    """One caller's recogniser, fed with 8 kHz s16 PCM of any length."""

    @property
    def endpoint(self) -> bool:
        """Whether it has itself heard the end of an utterance, and no word since."""

    def accept(self, pcm: bytes) -> None:
        """Decode some more sound."""

    def partial(self) -> str:
        """All words of the turn so far."""

    def final(self) -> RecognisedText:
        """Decode what is left and close the turn."""

    def reset(self) -> None:
        """Forget everything and begin a new turn."""


class RecogniserSource(Protocol):
    """Holds the loaded models of one process and opens recognisers on them."""

    def open(self, language: str, kind: Kind) -> Recogniser:
        """A fresh recogniser; a kind without a model of its own is served by "general"."""


Loader = Callable[[ModelPaths], RecogniserSource]


def loader_at(import_path: str) -> Loader:
    """The loader named "package.module:function"."""
    module, _, name = import_path.partition(":")
    return cast(Loader, getattr(import_module(module), name))
