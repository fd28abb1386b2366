"""A decoding graph that `hatef train` made for vosk, walked over the head's log probabilities.

The graph's labels are transition ids of the compact network's phones (`voice/graphs/nnet3.py`), and those phones are
the head's outputs too; so nothing is compiled anew: each id reads the column of its output. kaldifst and vosk hold two
copies of OpenFst and must not meet in one process: graphs are loaded in the second pass's process only.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from voice.errors import ModelBroken
from voice.events import Word
from voice.graphs.nnet3 import BLANK_ID, emission_id, repetition_id, unknown_id
from voice.listen.second_pass.clues import Outputs
from voice.listen.second_pass.encoder import FRAME_MS
from voice.listen.second_pass.mel import Floats

BEAM, MOST_ACTIVE = 14.0, 2500


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of the best path. Unknown words («[unk]») are among them."""

    word: Word
    known: bool


@dataclass(frozen=True, slots=True)
class Decoding:
    """The best path: its words, the output of each frame, and what the graph asks for it. All empty: none survived."""

    heard: tuple[Heard, ...] = ()
    outputs: Outputs = field(default_factory=lambda: np.zeros(0, np.intp))
    cost: float = 0.0


def columns(outputs: int) -> dict[int, int]:
    """Transition id -> output of the head, whose number of outputs is `outputs`."""
    found = {BLANK_ID: 0}
    for output in range(1, outputs):
        for emission in (emission_id(output), unknown_id(output, outputs)):
            found |= {emission: output, repetition_id(emission): output}
    return found


class Graph:
    """One graph in memory; 26 MB on disk are some 90 MB here."""

    def __init__(self, folder: Path, outputs: int) -> None:
        """Load graph/HCLG.fst and graph/words.txt of a model's folder. Raises ModelBroken."""
        import kaldi_decoder
        import kaldifst

        self._fst_library, self._decoder = kaldifst, kaldi_decoder
        path = folder / "graph" / "HCLG.fst"
        try:
            self._fst: Any = kaldifst.StdVectorFst.read(str(path))
            lines = (folder / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()
        except (OSError, RuntimeError) as error:
            raise ModelBroken(str(folder), f"{path.name} cannot be read ({error}); run: hatef train") from error
        if self._fst is None:
            raise ModelBroken(str(folder), f"{path.name} cannot be read; run: hatef train")
        self._words = {int(number): word for word, number in (line.split() for line in lines)}
        ids = columns(outputs)
        self._output_of = np.array([ids.get(at, 0) for at in range(max(ids) + 1)])

    def decode(self, log_probs: Floats, scale: float) -> Decoding:
        """The best words for (frames, outputs). `scale` weighs the sound."""
        options = self._decoder.FasterDecoderOptions(beam=BEAM, max_active=MOST_ACTIVE)
        decoder = self._decoder.FasterDecoder(self._fst, options)
        scores = np.ascontiguousarray(log_probs[:, self._output_of[1:]] * np.float32(scale))
        decoder.decode(self._decoder.DecodableCtc(scores))
        found, path = decoder.get_best_path()
        return self._read(path, log_probs) if found else Decoding()

    def _read(self, path: Any, log_probs: Floats) -> Decoding:
        """Walk the best path: an arc with an input label is a frame, one with an output label begins a word."""
        outputs: list[int] = []
        whole_cost = 0.0
        words: list[tuple[int, list[tuple[int, float, int]]]] = []  # word, then its frames, see `_heard`
        waiting: list[tuple[int, float, int]] = []  # phones heard before their word is named
        for label, word, cost in _arcs(path):
            whole_cost += cost
            if word:
                words.append((word, waiting))
                waiting = []
            if label:
                output = int(self._output_of[label])
                if output:
                    sound = len(outputs), float(log_probs[len(outputs), output]), output
                    (words[-1][1] if words else waiting).append(sound)
                outputs.append(output)
        return Decoding(tuple(self._heard(*word) for word in words), np.array(outputs, np.intp), whole_cost)

    def _heard(self, number: int, frames: list[tuple[int, float, int]]) -> Heard:
        """`frames`: place, log probability and output of each frame that is no blank."""
        text = self._words[number]
        start, end = (frames[0][0], frames[-1][0] + 1) if frames else (0, 0)
        sure = math.exp(_mean_of_sounds(frames)) if frames else 0.0
        return Heard(Word(text, min(1.0, sure), start * FRAME_MS, end * FRAME_MS), text not in ("[unk]", "<unk>"))


def _mean_of_sounds(frames: list[tuple[int, float, int]]) -> float:
    """The mean over the sounds of a word, each as sure as in its surest frame."""
    best: list[float] = []
    for at, (frame, score, output) in enumerate(frames):
        goes_on = at and frames[at - 1][2] == output and frames[at - 1][0] == frame - 1
        if goes_on:
            best[-1] = max(best[-1], score)
        else:
            best.append(score)
    return sum(best) / len(best)


def _arcs(path: Any) -> Iterator[tuple[int, int, float]]:
    """Input label, output label and graph cost of each arc of a linear lattice; kaldifst walks one only as text."""
    lines = (line.split() for line in path.to_str().splitlines())
    after = {int(line[0]): line[1:] for line in lines if len(line) >= 4}
    state = path.start
    while state in after:
        to, label, word, *weight = after[state]
        state = int(to)
        yield int(label), int(word), float(weight[0].partition(",")[0]) if weight else 0.0
