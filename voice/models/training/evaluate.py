"""Figures for a network on voices it never heard: the committed Persian set and the Arabic validation speakers.

Vosk is imported where it is used: it must not come into a process that compiles graphs (`voice.listen.grammar_child`).
"""

from __future__ import annotations

import csv
import itertools
import json
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from voice.graphs.graph import WeightedSentence, compile_graph
from voice.graphs.options import GraphOptions
from voice.lexicon.phones import Sound, phone_table, undouble
from voice.lexicon.pronounce import Lexicon
from voice.models.training.clips import KEPT_FROM_PERSIAN
from voice.models.training.corpus import KASRA, TEXTS
from voice.models.training.persian_ears import PERSIAN_EARS
from voice.models.training.places import LEXICONS
from voice.models.training.testset import PHONE_HZ, noisy
from voice.models.training.texts import Grammar
from voice.score import Score, score

if TYPE_CHECKING:
    import vosk

OTHER_SENTENCES = 3000
NOISE_DB = 15.0


@dataclass(frozen=True)
class Figures:
    """Result of one set in one graph."""

    name: str
    score: Score
    real_time_factor: float

    def __str__(self) -> str:
        rates = f"word errors {self.score.word_error_rate:.1%}, sentences right {self.score.sentence_accuracy:.1%}"
        return f"{self.name}: {self.score.sentences} clips, {rates}, {self.real_time_factor:.3f} x real time"


def decode(model: vosk.Model, samples: np.ndarray) -> str:
    """Text of a whole int16 clip at PHONE_HZ."""
    import vosk

    recogniser = vosk.KaldiRecognizer(model, PHONE_HZ)
    recogniser.AcceptWaveform(samples.tobytes())
    return json.loads(recogniser.FinalResult())["text"]


def measure(name: str, model: vosk.Model, clips: list[tuple[str, np.ndarray]]) -> Figures:
    """Decode (text, float32 samples) clips."""
    started, pairs, samples = time.perf_counter(), [], 0
    for text, audio in clips:
        pairs.append((text, decode(model, (audio * 32767).astype(np.int16))))
        samples += len(audio)
    return Figures(name, score(pairs), (time.perf_counter() - started) * PHONE_HZ / max(1, samples))


def persian(model_dir: Path, sets: Path) -> list[Figures]:
    """Each voice, clean and in noise, in three graphs.

    Closed set: only the lines of the set. Open grammar: these lines among 3,000 others. Free words: every word of both
    as likely as it is frequent, in any order.
    """
    import vosk

    with (sets / "ref.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["condition"] == "clean"]
    lines = [WeightedSentence(line) for line in sorted({row["text"] for row in rows})]
    grammar, rng = Grammar.load(TEXTS / "fa.txt"), random.Random(5)
    others = [WeightedSentence(grammar.sentence(rng).replace(KASRA, "")) for _ in range(OTHER_SENTENCES)]
    kinds = {
        "closed set": (lines, True, GraphOptions()),
        "open grammar": ([*lines, *others], False, GraphOptions()),
        "free words": ([*lines, *others], False, GraphOptions(order=1)),
    }
    figures = []
    for kind, (sentences, closed, options) in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            lexicon = Lexicon.load("fa", LEXICONS)
            compile_graph(model_dir, "fa", sentences, Path(folder), lexicon=lexicon, closed=closed, options=options)
            model = vosk.Model(folder)
            for voice in ("kokoro", "espeak"):
                clips = [
                    (row["text"], soundfile.read(sets / row["file"], dtype="float32")[0])
                    for row in rows
                    if row["speaker"].startswith(voice)
                ]
                figures.append(measure(f"{voice}, {kind}", model, clips))
                loud = [(text, noisy(audio, NOISE_DB, at)) for at, (text, audio) in enumerate(clips)]
                figures.append(measure(f"{voice}, {kind}, noise at {NOISE_DB:.0f} dB", model, loud))
    return figures


class PersianEarsLexicon(Lexicon):
    """Arabic keywords as a Persian may hear them; no Persian endings."""

    def pronounce(self, word: str, *, linked: bool = False) -> list[Sound]:
        heard = [PERSIAN_EARS.get(phone, phone).split() for phone in self.entries[word][0]]
        choices = [[*options, ""] if "ʔ" in options else options for options in heard]
        return [undouble(tuple(filter(None, sound))) for sound in itertools.product(*choices)]


def persian_on_people(model_dir: Path, clips: Path, keywords: Path) -> Figures:
    """The Persian head on unheard people who say Arabic words it was never taught, among all forty keywords.

    The nearest thing to people speaking Persian that there is here; the mismatch of the two languages is part of it.
    """
    import vosk

    with keywords.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    arabic_sounds = {row["word"]: [phone_table("ar").from_ipa(row["sound"])] for row in rows}
    lexicon = PersianEarsLexicon("fa", phone_table("fa"), arabic_sounds)
    with tempfile.TemporaryDirectory() as folder:
        sentences = [WeightedSentence(row["word"]) for row in rows]
        options = GraphOptions(variant_cost=0.0)
        compile_graph(model_dir, "fa", sentences, Path(folder), lexicon=lexicon, closed=True, options=options)
        spoken = [
            (row["word"], soundfile.read(path, dtype="float32")[0])
            for row in rows
            if row["keyword"] in KEPT_FROM_PERSIAN
            for path in sorted((clips / row["keyword"]).glob("*.flac"))
        ]
        return measure("Arabic people, Persian head, words it was never taught", vosk.Model(folder), spoken)


def arabic(model_dir: Path, clips: Path, keywords: Path) -> list[Figures]:
    """Human validation speakers, one keyword a clip, in the closed set of the keywords."""
    import vosk

    with keywords.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    with tempfile.TemporaryDirectory() as folder:
        sentences = [WeightedSentence(row["word"]) for row in rows]
        compile_graph(model_dir, "ar", sentences, Path(folder), lexicon=Lexicon.load("ar", LEXICONS), closed=True)
        model = vosk.Model(folder)
        spoken = [
            (row["word"], soundfile.read(path, dtype="float32")[0])
            for row in rows
            for path in sorted((clips / row["keyword"]).glob("*.flac"))
        ]
        loud = [(text, noisy(audio, NOISE_DB, at)) for at, (text, audio) in enumerate(spoken)]
        return [measure("people, keywords", model, spoken), measure("people, keywords, noise at 15 dB", model, loud)]
