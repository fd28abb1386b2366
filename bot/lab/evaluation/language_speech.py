"""Callers to fit the language rule on: espeak-ng's variants, foreign accents, noise; none of the held-out voices."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
import soxr
import yaml
from numpy.typing import NDArray

from bot.lab.evaluation.condition import degrade
from bot.lab.evaluation.utterances import Sample
from nlu.latin import Latin
from nlu.training import corpus
from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.lexicon.phones import PhoneTable, Sound
from voice.lexicon.pronounce import Lexicon
from voice.lexicon.variants import colloquial
from voice.models.training.texts import Grammar
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.synthesiser import VoiceChoice

VARIANTS = (
    "Alex Alicia Andrea Annie Denis Diogo Gene Hugo Jacky Lee Marco Mario Michael Mike Nguyen Reed Storm adam anika "
    "antonio aunty benjamin boris caleb david ed f1 f2 f3 f4 f5 grandma grandpa gustave ian iven john kaukovalta "
    "klatt klatt2 klatt3 klatt4 m1 m2 m3 m4 m5 m6 m7 m8 marcelo max michel miguel mike2 pablo paul pedro quincy rob "
    "robert sandro shelby steph travis victor zac"
).split()
"""Voices of espeak-ng that training uses too. Andy, belinda, edward, linda and norbert are kept for the sets."""
SOURCES = ("data", "data", "development", "development", "other")
"""Where a sentence comes from: what the graphs know, what they do not, what a call centre hears besides."""
ACCENTS = (0.0, 0.05, 0.1, 0.15, 0.2)
"""Share of sounds that another one of the language stands for: no caller speaks as the lexicon says."""
CONDITIONS = ("clean", "clean", "noise20", "noise15", "noise15", "noise10", "gsm")
TEXTS = Path("voice/models/training/texts")
KASRA = "\u0650"
PAD_S = 0.25
HISS = 10.0  # of a quiet line, in units of s16


@dataclass(frozen=True)
class Script:
    """The sentences of one language by source, and how its words sound."""

    language: str
    lexicon: Lexicon
    told: dict[str, list[str]]
    other: Grammar

    @classmethod
    def load(cls, language: str, home: Path) -> "Script":
        """Read data/ and the texts that recognisers are trained on."""
        data = home / "data"
        development = (data / "tests" / f"nlu_dev_{language}.yml").read_text(encoding="utf-8")
        told = {
            "data": [text for text, _ in corpus.sentences(data, language)],
            "development": [text for texts in yaml.safe_load(development).values() for text in texts],
        }
        lexicon = Lexicon.load(language, data / "lexicons", latin=Latin(language))
        return cls(language, lexicon, told, Grammar.load(home / TEXTS / f"{language}.txt"))

    def sentence(self, draw: random.Random) -> str:
        """One of a source drawn by lot."""
        source = draw.choice(SOURCES)
        return self.other.sentence(draw) if source == "other" else draw.choice(self.told[source])

    def sounds(self, text: str, accent: float, draw: random.Random) -> list[Sound]:
        """The sounds of each word, `accent` of them replaced: a vowel by a vowel, a consonant by a consonant."""
        table = self.lexicon.table
        words = []
        for word in text.split():
            sound = draw.choice(self.lexicon.plain(word.replace(KASRA, "")))
            if self.language == "fa" and draw.random() < 0.3:
                sound = draw.choice(list(colloquial(sound)))
            words.append(tuple(_other(phone, table, draw) if draw.random() < accent else phone for phone in sound))
        return words


def _other(phone: str, table: PhoneTable, draw: random.Random) -> str:
    alike = [other for other in table.phones if (other in table.vowels) == (phone in table.vowels)]
    return draw.choice(alike)


def speak_set(scripts: Sequence[Script], count: int, folder: Path) -> Iterator[Sample]:
    """Write `count` clips a language to `folder` (FLAC, 8 kHz), each under a condition.

    The same in every fresh process; espeak-ng carries a little of each clip into the next one.
    """
    library = EspeakLibrary()
    for script in scripts:
        for number in range(count):
            draw = random.Random(f"{script.language} {number}")
            variant, condition = draw.choice(VARIANTS), draw.choice(CONDITIONS)
            text = script.sentence(draw)
            sounds = script.sounds(text, draw.choice(ACCENTS), draw)
            voice = f"{script.language}+{variant}"
            choice = VoiceChoice("espeak", voice, speed=draw.uniform(0.7, 1.3), pitch=draw.randint(25, 75))
            line = _line(spoken(library, choice, mnemonics(sounds, script.lexicon.table, draw)), draw)
            path = folder / f"{script.language}{number:04d}.flac"
            pcm = degrade(line.astype("<i2").tobytes(), condition, path.name)
            soundfile.write(path, to_samples(pcm), SAMPLE_RATE_HZ, subtype="PCM_16")
            yield replace(Sample(path, script.language, text), speaker=voice, condition=condition)


def spoken(library: EspeakLibrary, choice: VoiceChoice, phonemes: str) -> NDArray[np.float64]:
    """Samples at 8 kHz, in units of s16."""
    pieces: list[bytes] = []
    EspeakSynthesiser(library, choice).synthesise(f"[[{phonemes}]]", pieces.append)
    samples = to_samples(b"".join(pieces)).astype(np.float64)
    return np.asarray(soxr.resample(samples, library.rate_hz, SAMPLE_RATE_HZ), np.float64)


def mnemonics(words: Sequence[Sound], table: PhoneTable, draw: random.Random) -> str:
    """Spell words for espeak-ng, mostly stressed on their last vowel; the sign stands before it."""
    spelled = []
    for phones in words:
        vowels = [at for at, phone in enumerate(phones) if phone in table.vowels]
        stressed = (vowels[-1] if draw.random() < 0.8 else draw.choice(vowels)) if vowels else -1
        forms = (table.spellings["espeak"][phone][0] for phone in phones)
        spelled.append("".join(("'" if at == stressed else "") + form for at, form in enumerate(forms)))
    return " ".join(spelled)


def _line(samples: NDArray[np.float64], draw: random.Random) -> NDArray[np.float64]:
    """As a telephone line brings it: some level, quiet around it, a little hiss."""
    pad = np.zeros(int(PAD_S * SAMPLE_RATE_HZ))
    level = 32767 * 10 ** (draw.uniform(-18, -2) / 20) / max(1.0, float(np.abs(samples).max(initial=0)))
    padded = np.concatenate([pad, level * samples, pad])
    hiss = HISS * np.random.default_rng(draw.randrange(1 << 30)).standard_normal(len(padded))
    line: NDArray[np.float64] = np.clip(padded + hiss, -32768, 32767)
    return line
