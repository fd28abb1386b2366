"""An example's sound and labels: people's clips cut, joined and warped, or a synthetic voice; then a telephone call."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from voice.lexicon.phones import Sound
from voice.models.training import augment
from voice.models.training.corpus import ESPEAK_VARIANTS, Engines, Script
from voice.models.training.line import LINE_HZ, recoded, stretch, throat, trimmed
from voice.models.training.second_pass.people import DIGITS, SHORT, Clip, Reader
from voice.models.training.second_pass.plan import Example
from voice.models.training.synth import HELD_OUT_KOKORO, SYNTH_HZ, ipa, mnemonics

CLEAN_SHARE = 0.3
GSM_SHARE = 0.1
"""Beside what `augment.call` does by itself."""
AS_IS_SHARE = 0.3
"""Of people's clips, in their own throat."""
THROATS = {
    "one": (0.82, 1.12),
    "many": (0.88, 1.14),
    "espeak": (0.85, 1.25),
    "piper": (0.85, 1.35),
    "kokoro": (0.9, 1.15),
}
"""Range of the frequency factor: where there is one woman, men are made of her."""
LONGEST_S = 29.5
Made = tuple[np.ndarray, tuple[int, ...]]


class SoundMaker:
    """Makes examples of one language."""

    def __init__(self, language: str, engines: Engines, running_text: list[Path]) -> None:
        self._reader = Reader(language)
        self._script = Script.load(language, running_text)
        self._engines = engines
        self._throat = THROATS["one" if language == "fa" else "many"]

    def make(self, example: Example) -> Made:
        """Samples at LINE_HZ and the outputs they should give."""
        rng = np.random.default_rng(example.number)
        if example.kind == "people":
            line, labels = self._person(example.pieces[0], rng)
        elif example.kind == "rows":
            line, labels = self._row(example.pieces, rng)
        else:
            line, labels = self._synthetic(example, rng)
        line = np.concatenate([_rest(rng, 0.25), line, _rest(rng, 0.3)])[: int(LONGEST_S * LINE_HZ)]
        return _called(line, rng), labels

    def _person(self, clip: Clip, rng: np.random.Generator) -> Made:
        audio, rate = soundfile.read(clip.path, dtype="float32")
        factor = 1.0 if rng.random() < AS_IS_SHARE else rng.uniform(*self._throat)
        line = throat(audio, rate, factor)
        return _paced(line, rng), clip.labels

    def _row(self, pieces: Sequence[Clip], rng: np.random.Generator) -> Made:
        """Digits one after another: hurried ones touch, dictated ones have pauses between them."""
        factor = 1.0 if rng.random() < AS_IS_SHARE else rng.uniform(*self._throat)
        gap_s = rng.choice([0.0, 0.08, 0.25, 0.5])
        parts: list[np.ndarray] = []
        for clip in pieces:
            audio, rate = soundfile.read(clip.path, dtype="float32")
            audio = trimmed(audio) if gap_s < 0.2 or rng.random() < 0.5 else audio
            line = throat(audio / (np.abs(audio).max() + 1e-6), rate, factor * rng.uniform(0.97, 1.03))
            parts += [line * rng.uniform(0.5, 1.0), np.zeros(int(rng.uniform(0, 2 * gap_s) * 8000), np.float32)]
        return _paced(np.concatenate(parts), rng), tuple(label for clip in pieces for label in clip.labels)

    def _synthetic(self, example: Example, rng: np.random.Generator) -> Made:
        chance = random.Random(example.number)
        words = self._words(example.kind, chance)
        line = self._spoken(example.engine, words, chance)
        line = throat(line, SYNTH_HZ, rng.uniform(*THROATS[example.engine]))
        return line, tuple(label for word in words for label in self._reader.labels(word))

    def _words(self, kind: str, chance: random.Random) -> list[Sound]:
        language, lexicon = self._script.language, self._script.lexicon
        if kind == "sentence":
            return self._script.utterance(chance)[1]
        if kind == "short":
            return [chance.choice(lexicon.plain(chance.choice(DIGITS[language] + SHORT[language])))]
        return [chance.choice(lexicon.plain(chance.choice(DIGITS[language]))) for _ in range(chance.randint(3, 9))]

    def _spoken(self, engine: str, words: list[Sound], chance: random.Random) -> np.ndarray:
        table = self._script.lexicon.table
        commas = {at: "," for at in range(len(words) - 1) if chance.random() < 0.1}
        if engine == "kokoro":
            kokoro = self._engines.kokoro
            assert kokoro
            speaker = kokoro.new_speaker(chance, sorted(set(kokoro.packs) - HELD_OUT_KOKORO))
            return kokoro.say(ipa(words, table, "kokoro", chance, commas), speaker, chance.uniform(0.85, 1.4))
        if engine == "piper":
            assert self._engines.piper
            spelled = ipa(words, table, "piper", chance, commas)
            return self._engines.piper.say(
                spelled, chance.uniform(0.3, 0.9), chance.uniform(0.75, 1.2), chance.uniform(0.4, 1.0)
            )
        assert self._engines.espeak
        voice = f"{self._script.language}+{chance.choice(ESPEAK_VARIANTS)}"
        pitch, width = chance.randint(20, 80), chance.randint(20, 90)
        return self._engines.espeak.say(mnemonics(words, table, chance), voice, chance.randint(110, 230), pitch, width)


def _rest(rng: np.random.Generator, mean_s: float) -> np.ndarray:
    return np.zeros(int(min(rng.exponential(mean_s), 1.0) * LINE_HZ), np.float32)


def _paced(line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return stretch(line, rng.uniform(0.75, 1.2)) if rng.random() < 0.3 else line


def _called(line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if rng.random() < CLEAN_SHARE:
        return line.astype(np.float32)
    line = augment.call(line, None, rng)
    return recoded(line, "GSM610") if rng.random() < GSM_SHARE else line
