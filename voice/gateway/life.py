"""Whether the far side of a call still lives; pure, and the same in a conversation, on hold and in a bridge.

    sound or a request comes ──▶ alive ◀── the far side answers (anything but 408 and 481)
                                   │ silent for a while
                                   ▼
                                 ask it (OPTIONS or re-INVITE in the dialog) ── no answer ──▶ lost

Silence alone proves nothing: telephones that suppress it (DTX, RFC 3389) send nothing while their owner listens.
"""

from dataclasses import dataclass
from typing import Literal

ANSWER_S = 8.0  # long enough for five transmissions of a request over UDP (RFC 3261 section 17.1.2.2)
NO_ANSWERS = frozenset({408, 481})  # nobody there; no such call there (RFC 3261 section 12.2.1.2)

Probe = Literal["options", "reinvite", "off"]
State = Literal["alive", "ask", "lost", "held_too_long"]


@dataclass(frozen=True)
class LifeRules:
    """`media_lost_s` after its last sign of life a far side that does not answer is given up."""

    media_lost_s: float = 20.0
    longest_hold_s: float = 900.0
    probe: Probe = "options"

    @property
    def answer_s(self) -> float:
        """How long the far side has to answer."""
        return min(ANSWER_S, self.media_lost_s / 2)


class Life:
    """The signs of life of one call; times are readings of one monotonic clock, s."""

    def __init__(self, rules: LifeRules, now_s: float) -> None:
        self._rules = rules
        self._sign_s = now_s  # of the last sign of life
        self._asked_s: float | None = None  # unanswered since
        self._held_s: float | None = None  # on hold since

    def sign(self, now_s: float) -> None:
        """Sound came, or a request, or an answer to ours."""
        self._sign_s = now_s
        self._asked_s = None

    def asked(self, now_s: float) -> None:
        """The far side was asked."""
        self._asked_s = now_s

    def hold(self, held: bool, now_s: float) -> None:
        """A hold of either side began or ended; no sound is expected meanwhile."""
        self.sign(now_s)
        if held != (self._held_s is not None):
            self._held_s = now_s if held else None

    def silent_ms(self, now_s: float) -> int:
        """Since the last sign of life."""
        return int((now_s - self._sign_s) * 1000)

    def state(self, now_s: float) -> State:
        """What to do about it."""
        rules = self._rules
        if self._held_s is not None and now_s - self._held_s >= rules.longest_hold_s:
            return "held_too_long"
        silent_s = now_s - self._sign_s
        if rules.probe == "off":
            return "lost" if self._held_s is None and silent_s >= rules.media_lost_s else "alive"
        if self._asked_s is not None:
            return "lost" if now_s - self._asked_s >= rules.answer_s else "alive"
        return "ask" if silent_s >= rules.media_lost_s - rules.answer_s else "alive"
