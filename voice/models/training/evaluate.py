"""Figures for a network on voices it never heard: the committed Persian set and the Arabic validation speakers."""

import csv
import json
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import vosk

from voice.models.graph import WeightedSentence, compile_graph
from voice.models.pronounce import Lexicon
from voice.models.score import Score, score
from voice.models.training.corpus import KASRA, TEXTS
from voice.models.training.testset import PHONE_HZ, noisy
from voice.models.training.texts import Grammar

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
    """Each voice and condition of ref.tsv, in the closed set of its lines and in an open call-centre grammar."""
    with (sets / "ref.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["condition"] == "clean"]
    lines = sorted({row["text"] for row in rows})
    grammar, rng = Grammar.load(TEXTS / "fa.txt"), random.Random(5)
    others = [grammar.sentence(rng).replace(KASRA, "") for _ in range(OTHER_SENTENCES)]
    weighted = [*(WeightedSentence(line, 5.0) for line in lines), *map(WeightedSentence, others)]
    lexicon, figures = Lexicon.load("fa"), []
    for closed, sentences in ((True, [WeightedSentence(line) for line in lines]), (False, weighted)):
        with tempfile.TemporaryDirectory() as folder:
            compile_graph(model_dir, "fa", sentences, Path(folder), lexicon=lexicon, closed=closed)
            model = vosk.Model(folder)
            for voice in ("kokoro", "espeak"):
                clips = [
                    (row["text"], soundfile.read(sets / row["file"], dtype="float32")[0])
                    for row in rows
                    if row["speaker"].startswith(voice)
                ]
                kind = "closed set" if closed else "open grammar"
                figures.append(measure(f"{voice}, {kind}", model, clips))
                loud = [(text, noisy(audio, NOISE_DB, at)) for at, (text, audio) in enumerate(clips)]
                figures.append(measure(f"{voice}, {kind}, noise at {NOISE_DB:.0f} dB", model, loud))
    return figures


def arabic(model_dir: Path, clips: Path, keywords: Path) -> list[Figures]:
    """Human validation speakers, one keyword a clip, in the closed set of the keywords."""
    with keywords.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    with tempfile.TemporaryDirectory() as folder:
        sentences = [WeightedSentence(row["word"]) for row in rows]
        compile_graph(model_dir, "ar", sentences, Path(folder), lexicon=Lexicon.load("ar"), closed=True)
        model = vosk.Model(folder)
        spoken = [
            (row["word"], soundfile.read(path, dtype="float32")[0])
            for row in rows
            for path in sorted((clips / row["keyword"]).glob("*.flac"))
        ]
        loud = [(text, noisy(audio, NOISE_DB, at)) for at, (text, audio) in enumerate(spoken)]
        return [measure("people, keywords", model, spoken), measure("people, keywords, noise at 15 dB", model, loud)]
