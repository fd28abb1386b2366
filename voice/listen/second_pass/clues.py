"""How well the words fit the sound: the graph's best path beside what the head hears when nothing holds it to words.

free    the likeliest output of every frame: what sounds were heard, whatever they mean; costs no second decode
path    the outputs that the graph's words made of them; speech about other things bends them far from the free ones
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from voice.events import LanguageFit
from voice.listen.recogniser import Clues
from voice.listen.second_pass.mel import Floats
from voice.score import edit_distance

Outputs = npt.NDArray[np.intp]
"""The output of each frame, 0 the blank."""


def clues(log_probs: Floats, path: Outputs, words: Sequence[tuple[int, int]], unknown: int, cost: float) -> Clues:
    """What tells whether a reading is right.

    `path` may be empty (no words survived); `words` are the frames, from and to, of each word; `unknown` of them are no
    words of the graph's; `cost` is what the graph asks for the path, a negative natural logarithm.
    """
    free = log_probs.argmax(1)
    best = log_probs.max(1)
    heard = sounds(free)
    said = sounds(path)
    lost = best - log_probs[np.arange(len(path)), path] if len(path) else best
    count = max(1, len(heard))
    spoken = np.flatnonzero(free)
    return Clues(
        lost=float(lost.sum()) / count,
        distance=edit_distance([str(one) for one in heard], [str(one) for one in said]) / max(count, len(said)),
        worst=max((float(lost[start:end].mean()) for start, end in words if end > start), default=0.0),
        clear=math.exp(float(best[spoken].mean())) if len(spoken) else 0.0,
        unknown=unknown / max(1, len(words)),
        cost=cost / max(1, len(words)),
        pace=float(spoken[-1] - spoken[0] + 1) / count if len(spoken) else 0.0,
        sounds=len(heard),
    )


def language_fit(log_probs: Floats, path: Outputs, cost: float) -> LanguageFit:
    """What compares with the same of another language's head and graph; the arguments are those of `clues`."""
    free = log_probs.argmax(1)
    best = log_probs.max(1)
    spoken = free > 0
    entropy = -(np.exp(log_probs) * log_probs).sum(1)
    lost = best - log_probs[np.arange(len(path)), path] if len(path) else -best
    return LanguageFit(
        doubt=float(entropy[spoken].mean()) if spoken.any() else math.log(log_probs.shape[1]),
        sounds=len(sounds(free)),
        lost=float(lost.sum()),
        cost=cost,
    )


def sounds(outputs: Outputs) -> list[int]:
    """CTC: repeated outputs are one sound, blanks none."""
    if not len(outputs):
        return []
    changed = np.r_[True, outputs[1:] != outputs[:-1]]
    return [int(one) for one in outputs[changed] if one]
