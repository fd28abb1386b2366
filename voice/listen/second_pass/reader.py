"""The second pass over one turn: its sound and what was asked for in, text with word confidences out.

sound ─▶ encoder (one for all languages) ─▶ head of the language ─▶ graph of the kind ─▶ RecognisedText
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from voice.audio import to_samples
from voice.listen.recogniser import NOTHING, Kind, ModelPaths, RecognisedText
from voice.listen.second_pass.clues import clues, language_fit
from voice.listen.second_pass.encoder import FRAME_MS, WIDTH, Encoder
from voice.listen.second_pass.graph import Decoding, Graph
from voice.listen.second_pass.head import Head
from voice.listen.second_pass.mel import Floats

SCALES: Mapping[str, float] = {"general": 0.8, "digits": 0.8, "yesno": 0.8}
"""Weight of the sound against the graph's costs, which were chosen for the first pass's network."""
SHORTEST_S = 0.1


@dataclass(frozen=True, slots=True)
class Ears:
    """The head and the graphs of one language."""

    head: Head
    graphs: Mapping[str, Graph]


class Reader:
    """Everything that a process of the second pass holds."""

    def __init__(self, encoder: Encoder, ears: Mapping[str, Ears], scales: Mapping[str, float] = SCALES) -> None:
        self._encoder = encoder
        self._ears = ears
        self._scales = scales
        self._last: tuple[bytes, Floats] = b"", np.zeros((0, WIDTH), np.float32)  # a sound and its frames

    @classmethod
    def load(cls, heads: Mapping[str, str], graphs: ModelPaths, weights: Path | None = None) -> "Reader":
        """`heads`: language -> file; `graphs`: language -> kind -> a model's folder. Raises ModelBroken."""
        ears = {}
        for language, file in heads.items():
            head = Head.load(Path(file))
            kinds = {kind: Graph(Path(folder), head.outputs) for kind, folder in graphs[language].items()}
            ears[language] = Ears(head, kinds)
        return cls(Encoder(weights), ears)

    @property
    def languages(self) -> tuple[str, ...]:
        """What can be read."""
        return tuple(self._ears)

    def read(self, language: str, kind: Kind, pcm: bytes) -> RecognisedText:
        """What was said in `pcm` (8 kHz s16)."""
        if len(pcm) < 2 * 8000 * SHORTEST_S:
            return NOTHING
        ears = self._ears[language]
        graph = ears.graphs.get(kind, ears.graphs["general"])
        log_probs = ears.head(self._frames(pcm))
        decoding = graph.decode(log_probs, self._scales.get(kind, self._scales["general"]))
        heard = merged(decoding, log_probs)
        fit = language_fit(log_probs, decoding.outputs, decoding.cost) if kind == "language" else None
        return replace(heard, fit=fit)

    def _frames(self, pcm: bytes) -> Floats:
        """The encoder's; where the language is sought, both heads read the same sound, one after the other."""
        if pcm != self._last[0]:
            self._last = pcm, self._encoder(to_samples(pcm).astype(np.float32))
        return self._last[1]


def merged(decoding: Decoding, log_probs: Floats) -> RecognisedText:
    """Known words as a text; unknown ones only lower the confidence."""
    heard = decoding.heard
    frames = [(one.word.start_ms // FRAME_MS, one.word.end_ms // FRAME_MS) for one in heard]
    unknown = sum(not one.known for one in heard)
    found = clues(log_probs, decoding.outputs, frames, unknown, decoding.cost)
    known = tuple(one.word for one in heard if one.known)
    confidence = sum(word.confidence for word in known) / len(heard) if heard else 0.0
    return RecognisedText(" ".join(word.text for word in known), known, confidence, clues=found)
