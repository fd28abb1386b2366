"""The settings of a decoding graph."""

from dataclasses import dataclass

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
    order: int = 3
