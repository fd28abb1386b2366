"""Turns that get nowhere: whoever would hear the same sentence again and again hears what can be asked for instead,
and gets a human only where that did not help either.

said twice already ─▶ help, once ─▶ again, and nothing new meanwhile ─▶ human      a new sentence ─▶ from the beginning
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.dialogue.client import HandoffWish, Reply
from handoff.reasons import Reason

SAME_MOST = 2
"""A sentence is said so often; what would be said once more is not said."""
ASKED_FOR: Mapping[str, int] = {"repeat": 4, "wait": 4}
"""Intents that ask for the same sentence again, and how often it may then be said."""


class Repeats:
    """What one call has said so far."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()
        self._helped = False
        """It was told what can be asked for, and nothing new was said since."""

    def instead(self, reply: Reply, help_text: str) -> Reply:
        """`reply` where it gets further; else the same turn with `help_text`, and then a human.

        A question for a number or for yes or no is no place for help: there the human comes at once.
        """
        if reply.hangup or reply.handoff is not None or not self.stuck(reply.texts, reply.intent):
            return reply
        if self._helped or reply.expect != "general":
            return replace(reply, texts=(), handoff=HandoffWish(Reason.NO_PROGRESS.value))
        self._helped = True
        return replace(reply, texts=(help_text,), told=False)

    def stuck(self, texts: Sequence[str], intent: str = "") -> bool:
        """Count `texts` as said; True, and not counted, where each of them was said often enough already."""
        most = ASKED_FOR.get(intent, SAME_MOST)
        if texts and all(self._said[text] >= most for text in texts):
            return True
        self._helped = self._helped and all(self._said[text] for text in texts)
        self._said.update(set(texts))
        return False
