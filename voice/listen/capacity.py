"""How many calls the recognisers of this machine can serve now. Pure: measurements in, a number out.

calls = SHARE x processors that the recognisers can have / processor time that a call takes

They can have what is idle and what they use already; on a full machine at least their share, as every process gets it.

What a call takes is measured all the time; before the first calls it is guessed from how fast a worker decoded a trial
sound at its start. When the recognisers are behind all the same, nobody is let in until they have caught up.
"""

import math
from dataclasses import dataclass

SHARE = 0.85
"""Of what is free; callers may all speak at the same time."""
SPEAKING_SHARE = 0.35
LISTENING_COST = 0.01
"""Processor time a second of a call in which nobody speaks: voice activity and echo, measured on a Zen 4."""
OTHERS_COST = 0.005
"""What the media, the dialogue and the voice take for a call, which will not be free any more."""
USUAL_COST = 0.025
GUESS_S = 120.0
"""So many seconds of calls does the first guess weigh."""
MEMORY_S = 300.0
"""After so many seconds a measured cost is forgotten by two thirds."""
QUICK_S = 5.0
"""The same of what is free."""
BEHIND_S, CAUGHT_UP_S = 1.5, 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """What happened in `during_s`: calls up, processor time of the recognisers, idle time, and how late they are."""

    during_s: float
    calls: int
    used_s: float
    idle_s: float
    lag_s: float
    others: int = 0  # processes that want a processor, the recognisers left out


class Capacity:
    """The running estimate."""

    def __init__(self, processors: float, decoding_cost: float | None = None, *, workers: int = 1) -> None:
        """`decoding_cost`: processor time a second of speech, None: not known; `workers`: recogniser processes."""
        known = decoding_cost is not None and decoding_cost > 0
        self._guess = SPEAKING_SHARE * (decoding_cost or 0.0) + LISTENING_COST if known else USUAL_COST
        self._call_s = 0.0
        self._cpu_s = 0.0
        self._processors = processors
        self._workers = workers
        self._free = min(processors, workers)
        self._behind = False

    @property
    def cost(self) -> float:
        """Processor time of the recognisers a second of a call; never below half of the guess: some only listen yet."""
        measured = (GUESS_S * self._guess + self._cpu_s) / (GUESS_S + self._call_s)
        return max(measured, self._guess / 2)

    @property
    def calls(self) -> int:
        """How many calls can be served at once; one always."""
        return max(1, int(SHARE * self._free / (self.cost + OTHERS_COST)))

    @property
    def behind(self) -> bool:
        """Whether the recognisers have more to do than they can just now."""
        return self._behind

    def admits(self, calls: int) -> bool:
        """Whether one more may join so many."""
        return calls == 0 or (not self._behind and calls < self.calls)

    def note(self, seen: Measured) -> None:
        """Take a measurement in."""
        if seen.calls:
            kept = math.exp(-seen.during_s / MEMORY_S)
            self._call_s = kept * self._call_s + seen.calls * seen.during_s
            self._cpu_s = kept * self._cpu_s + seen.used_s
        share = self._workers / (self._workers + seen.others)
        own = max((seen.idle_s + seen.used_s) / seen.during_s, self._processors * share)
        free = min(self._processors, self._workers, own)
        quick = math.exp(-seen.during_s / QUICK_S)
        self._free = quick * self._free + (1 - quick) * free
        self._behind = seen.lag_s > (CAUGHT_UP_S if self._behind else BEHIND_S)
