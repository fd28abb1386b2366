"""The settings of a decoding graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voice.graphs.dictation import Pattern

Ear = tuple[int, int, float]
"""Output of the network that a pronunciation asks for, output heard in its place (0: none at all), cost."""
UNKNOWN = "[unk]"
"""What speech outside the vocabulary is written as."""


@dataclass(frozen=True)
class GraphOptions:
    """Costs are natural logarithms; the acoustic scores have scale 1."""

    language_scale: float = 1.3
    """Weight of the language model against the sounds."""
    word_cost: float = -1.0
    """Added a word: above 0 favours fewer, longer words."""
    variant_cost: float = 0.7
    """Added to every pronunciation but the first."""
    unknown_cost: float = 6.0
    """Of beginning an unknown word."""
    unknown_phone_cost: float = 2.2
    """Of each sound in an unknown word."""
    background: Mapping[str, float] = field(default_factory=dict)
    """Usual words of the language with their counts: an open graph hears them anywhere, at a price."""
    background_share: float = 0.02
    """Of the probability of a word without history, for the words of the background."""
    background_lines: Sequence[str] = ()
    """Sentences about anything: which words follow each other. May hold names of `classes` in place of words."""
    background_weight: float = 1.0
    """Of each of these lines, beside those that the graph is made for."""
    classes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Name of a class («{city}») -> all that may stand for it in a line, each as likely as the others."""
    numbers: Sequence[Pattern] = ()
    """Ways to dictate a number of the awaited length (dictation.py); an open graph takes them anywhere."""
    number_cost: float = 3.0
    """Of beginning such a number."""
    ears: Sequence[Ear] = ()
    """Sounds that may be heard as others in an open graph (ears.py)."""
    order: int = 3
    prune: float = 0.0
    """Nats a word: what costs less is left to the shorter history (pruning.py); 0 keeps all."""
