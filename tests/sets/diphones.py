"""Festival with its Czech voices: recorded diphones of people, in the order and the rhythm that are asked for.

    apt-get install festival festival-czech festvox-czech-dita festvox-czech-machac festvox-czech-ph

Czech has most sounds of Persian and a good part of the Arabic ones, and long and short vowels. diphones.tsv says what
stands for each sound; where it says nothing (Arabic θ, ð, ɣ), the line is for another engine.
"""

import csv
import random
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from voice.lexicon.phones import Sound

GROUPS = Path("/usr/share/festival/voices/czech")
TABLE = Path(__file__).with_name("diphones.tsv")
MEAN_HZ = {"dita": 205, "machac": 100, "ph": 128}
"""A woman and two men."""
HEADER_BYTES = 400_000
"""The index of a group file, before its samples."""
PAUSE, STROKE, FILL = "#", "_", "e"
PAUSE_S, EDGE_S, GAP_S, FILL_S = 0.2, 0.15, 0.015, 0.025
SECONDS = {
    **dict.fromkeys(("a", "e", "i", "o", "u"), 0.075),
    **dict.fromkeys(("a:", "e:", "i:", "o:", "u:"), 0.125),
    **dict.fromkeys(("s", "s~", "z", "z~", "f", "ch"), 0.085),
    **dict.fromkeys(("c~", "dz~"), 0.095),
    **dict.fromkeys(("h", "l", "j", "v"), 0.055),
    "r": 0.045,
    STROKE: 0.04,
}
OTHER_S = 0.068
"""Stops and nasals."""
LAST = 1.4
"""The last vowel before a pause is longer by this."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Segment:
    """One sound, its length in seconds and, for a vowel that is to move the pitch, the pitch in its middle."""

    name: str
    seconds: float
    hz: float = 0.0


@cache
def choices(language: str) -> dict[str, tuple[str, ...]]:
    """Phone -> what may stand for it; a phone that cannot be said is missing."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row["phone"]: tuple(row[language].split("|")) for row in rows if row[language]}


@cache
def recorded(voice: str) -> frozenset[tuple[str, str]]:
    """The pairs of sounds that a voice has."""
    head = (GROUPS / f"czech_{voice}" / "group" / f"{voice}.group").read_bytes()[:HEADER_BYTES].decode("latin-1")
    return frozenset(re.findall(r"^([^\s-]+)-([^\s-]+) ", head, re.MULTILINE))


def can_say(words: Sequence[Sound], language: str) -> bool:
    """Whether each sound of the line has a Czech one."""
    return all(phone in choices(language) for word in words for phone in word)


def vowel(name: str) -> bool:
    """Whether it is one of the ten Czech vowels."""
    return name[0] in "aeiou"


def bridge(before: str, after: str, pairs: frozenset[tuple[str, str]]) -> list[str]:
    """`after` as the voice can say it behind `before`, with what has to stand between them."""
    if (before, after) in pairs:
        return [after]
    if (before, after[0]) in pairs and vowel(after):
        return [after[0]]
    between = (STROKE,) if vowel(before) and vowel(after) else (PAUSE, FILL)
    for middle in between:
        if (before, middle) in pairs and (middle, after) in pairs:
            return [middle, after]
    return []


def assimilated(names: Sequence[str]) -> Iterator[str]:
    """n as it is before k, g and f; a glottal stop only where something can be heard of it; no sound twice in a row."""
    last = ""
    for at, name in enumerate(names):
        following = names[at + 1] if at + 1 < len(names) else PAUSE
        if name == "n" and following in ("k", "g"):
            name = "n*"
        elif name == "n" and following == "f":
            name = "m"
        elif name == STROKE and not (vowel(last or PAUSE) and vowel(following)):
            name = PAUSE if vowel(last or PAUSE) and following != PAUSE else ""
        if name and name != last:
            yield name
            last = name


def sayable(names: Sequence[str], voice: str) -> list[tuple[str, bool]]:
    """What is said, and whether it was asked for; (PAUSE, False) and (FILL, False) are there for the joints only."""
    said = [(PAUSE, True)]
    for name in (*assimilated(names), PAUSE):
        joint = bridge(said[-1][0], name, recorded(voice))
        said.extend((part, at == len(joint) - 1) for at, part in enumerate(joint))
    return said


def prosody(words: Sequence[Sequence[str]], commas: frozenset[int], voice: str, draw: random.Random) -> list[Segment]:
    """A falling line with a small rise on the last vowel of each word; words before a comma end high and a pause."""
    pace, mean = draw.uniform(0.9, 1.15), MEAN_HZ[voice] * draw.uniform(0.92, 1.1)
    lively = draw.uniform(0.05, 0.14)
    segments: list[Segment] = []
    phrase: list[Sequence[str]] = []
    for at, word in enumerate(words):
        phrase.append(word)
        if at in commas or at == len(words) - 1:
            start, end = mean * (1.1 - 0.2 * at / len(words)), mean * (1.0 if at in commas else 0.8)
            segments += _phrase(phrase, voice, (start, end, lively), pace)
            phrase = []
    return [Segment(PAUSE, EDGE_S), *segments[1:]]


def _phrase(
    words: Sequence[Sequence[str]], voice: str, pitch: tuple[float, float, float], pace: float
) -> list[Segment]:
    start, end, lively = pitch
    accents, names = _accents(words)
    said = sayable(names, voice)
    vowels = [at for at, (name, meant) in enumerate(said) if meant and vowel(name)]
    segments = []
    for at, (name, meant) in enumerate(said):
        seconds = _seconds(name, meant, at == len(said) - 1) * pace * (LAST if vowels and at == vowels[-1] else 1.0)
        hz = 0.0
        if at in vowels:
            place = vowels.index(at)
            along = place / max(1, len(vowels) - 1)
            hz = (start + (end - start) * along) * (1 + (lively if place in accents and at != vowels[-1] else 0))
        segments.append(Segment(name, seconds, hz))
    return segments


def _accents(words: Sequence[Sequence[str]]) -> tuple[set[int], list[str]]:
    """The places of the last vowel of each word among all vowels, and all sounds in a row."""
    accents: set[int] = set()
    names: list[str] = []
    count = 0
    for word in words:
        names.extend(word)
        count += sum(vowel(name) for name in word)
        accents.add(count - 1)
    return accents, names


def _seconds(name: str, meant: bool, last: bool) -> float:
    if name == PAUSE:
        return PAUSE_S if last else (2 * GAP_S if meant else GAP_S)
    return SECONDS.get(name, OTHER_S) if meant else FILL_S


def script(segments: Sequence[Segment], voice: str, out: Path) -> str:
    """What Festival is to read (Scheme)."""
    told = " ".join(
        f"({part.name} {part.seconds:.4f}{f' ({part.seconds / 2:.4f} {part.hz:.1f})' if part.hz else ''})"
        for part in segments
    )
    return f'(voice_czech_{voice})\n(utt.save.wave (utt.synth (Utterance Segments ({told}))) "{out}" \'riff)\n'


def say(words: Sequence[Sound], commas: frozenset[int], language: str, voice: str, rate_hz: int, seed: str) -> Samples:
    """Samples at `rate_hz`; the same seed, the same sound.

    Raises:
        subprocess.CalledProcessError: Festival or the voice is not installed; its own words are in the error.
    """
    draw = random.Random(seed)
    forms = {phone: draw.choice(spelled) for phone, spelled in choices(language).items()}
    segments = prosody([[forms[phone] for phone in word] for word in words], commas, voice, draw)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "said.wav"
        command = ["festival", "--pipe"]
        subprocess.run(command, input=script(segments, voice, out), text=True, check=True, capture_output=True)
        sound, rate = soundfile.read(out, dtype="float32")
    line: Samples = soxr.resample(sound, rate, rate_hz)
    return line
