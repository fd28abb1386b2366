"""Speak the lines of data/sets/fa-voices/lines.tsv with voices that training never hears.

The held-out Kokoro pack, and espeak-ng variants that VARIANTS of the corpus leaves out.
"""

import random
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voice.lexicon.phones import PhoneTable
from voice.models.training.synth import SYNTH_HZ, TEST_KOKORO, Espeak, Kokoro, Speaker, ipa, mnemonics

HELD_OUT_ESPEAK = ("Andy", "belinda", "edward", "linda", "norbert")
PHONE_HZ = 8_000


def telephone(audio: np.ndarray, pad_s: float = 0.25) -> np.ndarray:
    """8 kHz, 90 % peak, silence of `pad_s` on both sides (a little hiss, as a line has)."""
    line = soxr.resample(audio, SYNTH_HZ, PHONE_HZ)
    line = 0.6 * line / max(1e-6, float(np.abs(line).max()))
    pad = np.zeros(int(pad_s * PHONE_HZ), np.float32)
    line = np.concatenate([pad, line, pad])
    return (line + 3e-4 * np.random.default_rng(1).standard_normal(len(line))).astype(np.float32)


def noisy(line: np.ndarray, snr_db: float, seed: int) -> np.ndarray:
    """Add noise that falls towards high frequencies at `snr_db` below the mean power of the speech."""
    rng = np.random.default_rng(seed)
    noise = np.convolve(rng.standard_normal(len(line)), [0.5, 0.3, 0.2], mode="same")
    gain = np.sqrt(np.mean(line**2) / np.mean(noise**2) / 10 ** (snr_db / 10))
    mixed = line + gain * noise
    return (mixed / max(1.0, float(np.abs(mixed).max()) / 0.9)).astype(np.float32)


def build(table: PhoneTable, lines: Path, out: Path, kokoro: Kokoro, espeak: Espeak, language: str) -> None:
    """Write one FLAC a line with the held-out neural voice, some espeak ones, and ref.tsv."""
    rng = random.Random(7)
    rows = ["file\tlanguage\ttext\tspeaker\tcondition"]
    held_out = Speaker(((TEST_KOKORO, 1.0),), 0.0, 0)
    for number, entry in enumerate(lines.read_text(encoding="utf-8").splitlines()):
        name, text, spelled = entry.split("\t")
        words = [table.from_ascii(word) for word in spelled.split()]
        line = telephone(kokoro.say(ipa(words, table, "kokoro", rng), held_out, 0.95))
        suffix = "wav" if name.startswith("caller") else "flac"
        soundfile.write(out / f"{name}.{suffix}", line, PHONE_HZ, subtype="PCM_16")
        rows.append(f"{name}.{suffix}\t{language}\t{text}\tkokoro-{TEST_KOKORO}\tclean")
        if number % 3 == 0:
            variant = HELD_OUT_ESPEAK[number // 3 % len(HELD_OUT_ESPEAK)]
            spoken = espeak.say(mnemonics(words, table, rng), f"{language}+{variant}", 150, 50, 50)
            soundfile.write(out / f"espeak_{name}.flac", telephone(spoken), PHONE_HZ, subtype="PCM_16")
            rows.append(f"espeak_{name}.flac\t{language}\t{text}\tespeak-{variant}\tclean")
        if number % 12 == 1:
            soundfile.write(out / f"noise_{name}.flac", noisy(line, 15, number), PHONE_HZ, subtype="PCM_16")
            rows.append(f"noise_{name}.flac\t{language}\t{text}\tkokoro-{TEST_KOKORO}\tnoise15")
    (out / "ref.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
