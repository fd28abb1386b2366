"""How many words in Latin letters are said and heard: `python -m tests.sets.latin.heard` from the root of the sources.

Each sentence of words.tsv is said by espeak-ng and heard by the embedded model through the bot's own graph (data/),
into which each word was put in three other sentences. "usual" words are said as `hatef say` says them; "unseen" ones,
on which no rule was tuned, as people say them, written by hand in `said`.
"""

import argparse
import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from bot.lab.evaluation.speech_decoding import Decoded, decode_all
from bot.lab.evaluation.utterances import Sample
from bot.prompts.wording import speakable
from bot.releases.train import graph_options
from nlu.latin import Latin
from nlu.text.fold import match_key
from nlu.text.languages import CODES
from nlu.training import background, corpus
from voice.audio import SAMPLE_RATE_HZ, write_wav
from voice.graphs.graph import WeightedSentence, compile_graph
from voice.lexicon.pronounce import Lexicon
from voice.models import embedded
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.synthesiser import VoiceChoice
from voice.speak.tashkeel import Tashkeel, espeak_form

ROOT = Path(__file__).resolve().parents[3]
WORDS = Path(__file__).with_name("words.tsv")
VOICES = ("", "+f2", "+m3")
CARRIERS = {
    "fa": ("{} کار نمی‌کند", "با {} مشکل دارم", "درباره {} سؤال داشتم"),
    "ar": ("{} لا يعمل", "عندي مشكلة مع {}", "عندي سؤال عن {}"),
}


@dataclass(frozen=True)
class Line:
    """One sentence: `text` with its word as a recogniser writes it, and `said` for the voice."""

    language: str
    kind: str
    word: str
    text: str
    said: str


def lines() -> list[Line]:
    """Those of words.tsv."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return [Line(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def speak(found: list[Line], folder: Path) -> Iterator[Sample]:
    """Each line by one of three voices, 8 kHz."""
    library, marks = EspeakLibrary(), Tashkeel()
    for at, line in enumerate(found):
        text = line.said or speakable(line.text, line.language)
        spoken = espeak_form(marks(text)) if line.language == "ar" else text
        pieces: list[bytes] = []
        voice = f"{line.language}{VOICES[at % len(VOICES)]}"
        EspeakSynthesiser(library, VoiceChoice("espeak", voice)).synthesise(spoken, pieces.append)
        sound = np.frombuffer(b"".join(pieces), "<i2").astype(np.float32)
        narrow = soxr.resample(sound, library.rate_hz, SAMPLE_RATE_HZ)
        write_wav(folder / f"{at}.wav", np.clip(narrow, -32768, 32767).astype("<i2").tobytes())
        yield Sample(path=folder / f"{at}.wav", language=line.language, text=line.text, speaker=voice)


def graph(language: str, found: list[Line], folder: Path) -> None:
    """The bot's general graph with the words in it."""
    model = embedded.available(language)
    assert model is not None
    data = ROOT / "data"
    told = [WeightedSentence(text, weight) for text, weight in corpus.sentences(data, language)]
    words = dict.fromkeys(line.word for line in found)
    told += [WeightedSentence(carrier.format(word)) for word in words for carrier in CARRIERS[language]]
    lexicon = Lexicon.load(language, data / "lexicons", latin=Latin(language))
    options = graph_options(language, "general", background.load(data, language))
    compile_graph(model.folder, language, told, folder, lexicon=lexicon, options=options)


def main() -> None:
    """Print what was heard, and how many of the words came out."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    heard: Counter[tuple[str, str]] = Counter()
    totals: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        folder, found = Path(scratch), lines()
        samples = list(speak(found, folder))
        for language in CODES:
            graph(language, [one for one in found if one.language == language], folder / language)
        paths = {str(language): {"general": str(folder / language)} for language in CODES}
        for line, outcome in zip(found, decode_all(paths, samples, (), 1), strict=True):
            assert isinstance(outcome, Decoded)
            key, tokens = match_key(line.word, line.language), match_key(outcome.heard, line.language).split()
            right = key in tokens
            totals[line.language, line.kind] += 1
            heard[line.language, line.kind] += right
            sys.stdout.write(f"{'+' if right else '-'} {line.language} {line.word}: {outcome.heard}\n")
    for group, total in totals.items():
        sys.stdout.write(f"{' '.join(group)}: {heard[group]} of {total} heard\n")


if __name__ == "__main__":
    main()
