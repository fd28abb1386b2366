"""Turns that get nowhere: whoever hears the same sentence again and again wants a human, whatever was understood."""

from collections import Counter
from collections.abc import Mapping, Sequence

SAME_MOST = 2
"""A sentence is said so often; what would be said once more brings a human instead."""
ASKED_FOR: Mapping[str, int] = {"repeat": 4, "wait": 4}
"""Intents that ask for the same sentence again, and how often it may then be said."""


class Repeats:
    """What one call has said so far."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()

    def stuck(self, texts: Sequence[str], intent: str = "") -> bool:
        """Count `texts` as said; True, and not counted, where each of them was said often enough already."""
        most = ASKED_FOR.get(intent, SAME_MOST)
        if texts and all(self._said[text] >= most for text in texts):
            return True
        self._said.update(set(texts))
        return False
