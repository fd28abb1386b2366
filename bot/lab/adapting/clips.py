"""A set of reviewed calls, looked at before anything is learned: which clips are of use, and what each is used for.

of one language, its sound readable, 0.2 to 28 s, not silent, not there twice, its words sayable
    ─▶ by its caller (where at least FEWEST_CALLERS are named and they part well) or by its sound:
       learn (60 %), choose (15 %), judge (25 %); the same on every run and however the set grows
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.errors import DataFileError
from bot.lab.evaluation.sound_file import read_sound
from bot.lab.evaluation.speech_phrases import READABLE
from bot.lab.evaluation.speech_text import plain
from bot.lab.evaluation.utterances import Sample
from voice.audio import duration_ms, to_samples
from voice.lexicon.pronounce import Lexicon

Part = Literal["learn", "choose", "judge"]
SHORTEST_MS, LONGEST_MS = 200, 28_000
"""The encoder takes 30 s, pauses around the clip included."""
SILENT = 100
"""The largest of the samples (of 32,768) of a clip that holds no speech."""
JUDGED, CHOSEN = 0.25, 0.4
"""Where in 0 to 1 a caller's or a clip's digest ends to judge, and then to choose."""
FEWEST = {"learn": 20, "choose": 4, "judge": 8}
"""Clips of each part, or nothing can be learned or told."""
FEWEST_CALLERS = 4


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip that is of use; `key` is a digest of its sound."""

    sample: Sample
    pcm: bytes
    key: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What is of use, and a line for all that is not or that somebody should look at."""

    clips: tuple[Clip, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """The clips by what they are used for; `callers`: whole callers were parted, or single clips."""

    learn: tuple[Clip, ...]
    choose: tuple[Clip, ...]
    judge: tuple[Clip, ...]
    callers: bool

    @property
    def lack(self) -> str:
        """Which part has too few clips, and how many are needed; "" where all have enough."""
        counts = {"learn": len(self.learn), "choose": len(self.choose), "judge": len(self.judge)}
        short = [name for name, fewest in FEWEST.items() if counts[name] < fewest]
        if not short:
            return ""
        told = ", ".join(f"{counts[name]} to {name} (needed: {FEWEST[name]})" for name in short)
        return f"{sum(counts.values())} clips of use are too few: {told}; bring some 50, better 200, of several callers"


def check(samples: Sequence[Sample], language: str, lexicon: Lexicon) -> Checked:
    """The clips of one language that can be learned from or judged on."""
    clips: dict[str, Clip] = {}
    left_out: list[str] = []
    for sample in samples:
        found = _clip(sample, language, lexicon)
        if isinstance(found, str):
            left_out.append(f"{sample.path.name}: {found}")
        elif found.key in clips:
            left_out.append(f"{sample.path.name}: the same sound as {clips[found.key].sample.path.name}")
        else:
            clips[found.key] = found
    words = dict.fromkeys(word for clip in clips.values() for word in plain(clip.sample.text, language).split())
    guessed = [word for word in lexicon.missing(words) if not word.isdecimal()]
    told = (
        f"sound guessed from the letters: {'، '.join(guessed)}; a line in data/lexicons/{language}.extra.txt is surer"
    )
    return Checked(tuple(clips.values()), tuple(left_out), (told,) if guessed else ())


def part(clips: Sequence[Clip]) -> Parts:
    """Who learns, chooses and judges."""
    callers = {clip.sample.speaker for clip in clips}
    if len(callers) >= FEWEST_CALLERS and "" not in callers:
        parted = _parted(clips, callers=True)
        if not parted.lack and len(parted.judge) <= len(clips) / 2:
            return parted
    return _parted(clips, callers=False)


def _parted(clips: Sequence[Clip], *, callers: bool) -> Parts:
    found: dict[Part, list[Clip]] = {"learn": [], "choose": [], "judge": []}
    for clip in clips:
        found[_part(clip.sample.speaker if callers else clip.key)].append(clip)
    return Parts(tuple(found["learn"]), tuple(found["choose"]), tuple(found["judge"]), callers)


def _part(name: str) -> Part:
    place = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**32
    return "judge" if place < JUDGED else "choose" if place < CHOSEN else "learn"


def _clip(sample: Sample, language: str, lexicon: Lexicon) -> Clip | str:
    """The clip, or why it is of no use."""
    try:
        pcm = read_sound(sample.path)
    except DataFileError as error:
        return error.problem
    length_ms = duration_ms(pcm)
    if length_ms > LONGEST_MS:
        return f"{length_ms / 1000:.0f} s long, more than {LONGEST_MS // 1000}; cut it into turns"
    if length_ms < SHORTEST_MS:
        return f"only {length_ms} ms long"
    if int(np.abs(to_samples(pcm).astype(np.int32)).max()) < SILENT:
        return "it is silent"
    words = plain(sample.text, language).split()
    if not words:
        return "its text holds no word"
    guesses = (word for word in lexicon.missing(words) if not word.isdecimal())
    if strange := [word for word in guesses if not (READABLE.fullmatch(word) and any(lexicon.plain(word)))]:
        where = f"data/lexicons/{language}.extra.txt"
        return f"no sound is known for {', '.join(strange)}; write `word = sound` into {where}"
    return Clip(sample, pcm, hashlib.sha256(pcm).hexdigest())
