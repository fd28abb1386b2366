"""What several heads hear in the same clips, through the bot's own graphs, in processes of their own.

A clip goes through the encoder once for all heads. kaldifst must not meet vosk, which the calling process may start.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bot.lab.adapting.clips import Clip
from bot.lab.adapting.frames import AS_IT_IS, sound
from bot.lab.evaluation.speech_decoding import jobs_for, leave_with_parent
from voice.audio import to_samples
from voice.listen.recogniser import Kind, RecognisedText
from voice.listen.second_pass.encoder import Encoder
from voice.listen.second_pass.graph import Graph
from voice.listen.second_pass.head import Head
from voice.listen.second_pass.reader import SCALES, merged


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is heard with: the graphs of one language by kind of turn, and the encoder's weights (None: packages)."""

    graphs: Mapping[str, Path]
    weights: Path | None = None


_graphs: dict[str, Graph] = {}
_heads: dict[str, Head] = {}
_encoders: list[Encoder] = []
"""Of this worker process."""


def read_all(hearing: Hearing, heads: Sequence[Path], clips: Sequence[Clip]) -> list[list[RecognisedText]]:
    """For each clip what each of `heads` makes of it. Raises ModelBroken."""
    jobs = jobs_for(len(clips))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=leave_with_parent) as pool:
        work = [pool.submit(_read, hearing, tuple(heads), clip.sample.kind, sound(clip, AS_IT_IS)) for clip in clips]
        return [one.result() for one in work]


def _read(hearing: Hearing, heads: Sequence[Path], kind: Kind, pcm: bytes) -> list[RecognisedText]:
    if not _encoders:
        _encoders.append(Encoder(hearing.weights))
    frames = _encoders[0](to_samples(pcm).astype(np.float32))
    named = kind if kind in hearing.graphs else "general"
    scale = SCALES.get(kind, SCALES["general"])
    found = []
    for path in heads:
        if str(path) not in _heads:
            _heads[str(path)] = Head.load(path)
        head = _heads[str(path)]
        if named not in _graphs:
            _graphs[named] = Graph(hearing.graphs[named], head.outputs)
        log_probs = head(frames)
        found.append(merged(_graphs[named].decode(log_probs, scale), log_probs))
    return found
