"""The second pass over an evaluation's clips, in processes of its own: kaldifst must not meet vosk."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DataFileError
from bot.lab.evaluation.condition import CLEAN, degrade
from bot.lab.evaluation.sound_file import read_sound
from bot.lab.evaluation.utterances import Sample
from voice.audio import FRAME_BYTES
from voice.listen.recogniser import RecognisedText
from voice.listen.second_pass.models import SecondPassModels
from voice.listen.second_pass.reader import Reader

PAUSE = bytes(15 * FRAME_BYTES)
"""0.3 s around each clip: what a call's turn has of silence when it is read."""

_readers: dict[str, Reader] = {}
"""Of this worker process; there is one evaluation, so one set of models a language."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the second pass made of one clip, and its processor time."""

    heard: RecognisedText
    read_ms: float


def read_again(models: SecondPassModels, sample: Sample, conditions: Sequence[str]) -> list[Reading | None]:
    """One reading for each condition (none: as the clip is); None where the language has no second pass.

    Raises:
        ModelBroken: it cannot be loaded.
    """
    names = conditions or (CLEAN,)
    if sample.language not in models.heads:
        return [None] * len(names)
    if sample.language not in _readers:
        settings = models.settings()
        heads = {sample.language: settings["heads"][sample.language]}
        _readers[sample.language] = Reader.load(heads, settings["graphs"], models.weights)
    try:
        pcm = read_sound(sample.path)
    except DataFileError:
        return []  # the first pass tells it
    found: list[Reading | None] = []
    for name in names:
        sound = PAUSE + degrade(pcm, name, sample.path.name) + PAUSE
        began_s = time.process_time()
        heard = _readers[sample.language].read(sample.language, sample.kind, sound)
        found.append(Reading(heard, 1000 * (time.process_time() - began_s)))
    return found


def graphs_of(models: SecondPassModels, paths: dict[str, dict[str, str]]) -> SecondPassModels:
    """`models` with the graphs of `paths`, which were compiled for this evaluation."""
    graphs = {language: {kind: Path(path) for kind, path in kinds.items()} for language, kinds in paths.items()}
    heads = {language: head for language, head in models.heads.items() if language in graphs}
    return SecondPassModels(heads, graphs, models.weights)
