"""Which sounds a clip's text has in its speaker's mouth: of all ways to say it, the one that costs a head the least."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voice.lexicon.phones import Sound, undouble
from voice.lexicon.pronounce import Lexicon
from voice.listen.second_pass.adapting.ctc import frames_needed, nats
from voice.listen.second_pass.mel import Floats

MOST_WAYS = 12
"""Of one word; the lexicon names the likeliest first."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """The outputs of the head that a clip should give, and what they cost it, in nats a sound."""

    labels: tuple[int, ...]
    nats: float


class Speller:
    """Texts of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._label = {phone: at + 1 for at, phone in enumerate(lexicon.table.phones)}

    def spell(self, log_probs: Floats, readings: Sequence[str]) -> Spelt | None:
        """The best way to say one of `readings`; None where no way fits into the frames or none has a sound.

        `log_probs`: the head's, (frames, outputs). First the reading is chosen, then each word's pronunciation.
        """
        ways = [[self._ways(word) for word in reading.split()] for reading in readings]
        plain = [[sounds[0] for sounds in words] for words in ways]
        at, best = self._best(log_probs, plain)
        if not np.isfinite(best):
            return None
        chosen = plain[at]
        for place, sounds in enumerate(ways[at]):
            rows = [[*chosen[:place], sound, *chosen[place + 1 :]] for sound in sounds]
            row, best = self._best(log_probs, rows)
            chosen = rows[row]
        labels = self._labels(chosen)
        return Spelt(labels, best / len(labels))

    def _ways(self, word: str) -> list[Sound]:
        return self._lexicon.pronounce(word, linked=True)[:MOST_WAYS] or [()]

    def _best(self, log_probs: Floats, rows: Sequence[Sequence[Sound]]) -> tuple[int, float]:
        """The row that costs least, and its nats; infinite where none can be said in so few frames."""
        labels = [self._labels(row) for row in rows]
        fit = [at for at, one in enumerate(labels) if one and frames_needed(one) <= len(log_probs)]
        if not fit:
            return 0, float("inf")
        costs = nats(log_probs, [labels[at] for at in fit])
        return fit[int(costs.argmin())], float(costs.min())

    def _labels(self, sounds: Sequence[Sound]) -> tuple[int, ...]:
        return tuple(self._label[phone] for phone in undouble(tuple(phone for sound in sounds for phone in sound)))
