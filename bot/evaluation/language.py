"""`hatef evaluate language`: how often the first sentence tells in which language a call is to be held."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.progress import track
from rich.table import Table

from bot.errors import StartError
from bot.evaluation.intents import IntentOf, intents_of
from bot.evaluation.sound_file import read_sound
from bot.evaluation.speech import DEFAULT_SET
from bot.evaluation.utterances import Sample, read_set
from bot.language import Evidence, choose, known_share, vocabularies, word_confidence
from bot.progress import console
from bot.settings import Settings
from bot.training import LANGUAGES, speech_models
from handoff.rules import FALLBACK_INTENTS
from voice.audio import FRAME_BYTES
from voice.listen.recogniser import RecognisedText
from voice.listen.vosk_recogniser import VoskModels

Verdict = Literal["right", "wrong", "undecided"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "undecided")
QUIET = bytes(25 * FRAME_BYTES)  # half a second around each clip


@dataclass(frozen=True, slots=True)
class Judged:
    """One clip, what both recognisers made of it, and the language chosen (None: the caller would be asked)."""

    sample: Sample
    evidence: tuple[Evidence, ...]
    chosen: str | None

    @property
    def verdict(self) -> Verdict:
        """right, wrong or undecided."""
        if self.chosen is None:
            return "undecided"
        return "right" if self.chosen == self.sample.language else "wrong"


def evaluate(settings: Settings, json_file: Path | None, directory: Path | None = None) -> None:
    """Hear every clip of the set with both recognisers, print a row a language, write the figures.

    Raises:
        StartError: there are not two recognisers to choose between. DataFileError: the set cannot be used.
    """
    folder = directory or settings.home / DEFAULT_SET
    samples = read_set(folder)
    judged = judge(settings, samples)
    figures: dict[str, dict[str, int]] = {}
    for language in LANGUAGES:
        figures[language] = tally([one for one in judged if one.sample.language == language])
    _print(figures, folder, settings.languages.margin)
    if json_file is not None:
        content = {**figures, "set": str(folder), "margin": settings.languages.margin, "utterances": _told(judged)}
        json_file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def judge(settings: Settings, samples: Sequence[Sample]) -> list[Judged]:
    """Choose a language for each clip as a call does at its first utterance."""
    found = speech_models(settings)
    if len(found) < len(LANGUAGES):
        lack = ", ".join(language for language in LANGUAGES if language not in found)
        raise StartError(f"no recogniser for: {lack}; there is nothing to choose between (hatef train, hatef models)")
    models = VoskModels({lang: {kind: str(path) for kind, path in kinds.items()} for lang, kinds in found.items()})
    heard: list[dict[str, RecognisedText]] = [
        {language: listen(models, language, pcm) for language in LANGUAGES}
        for pcm in (read_sound(sample.path) for sample in track(samples, "listening", console=console))
    ]
    words = vocabularies(settings.home / "data", LANGUAGES)
    intent: dict[str, IntentOf] = {
        lang: intents_of(settings, (texts[lang].text for texts in heard), lang) for lang in LANGUAGES
    }

    def evidence(language: str, said: RecognisedText) -> Evidence:
        understood = intent[language](said.text) not in FALLBACK_INTENTS
        known = known_share(said.text, words[language])
        sure = word_confidence(said.words, said.confidence)
        return Evidence(language, said.text, said.confidence, sure, known, understood)

    judged = []
    for sample, said in zip(samples, heard, strict=True):
        both = tuple(evidence(language, text) for language, text in said.items())
        chosen = choose(both, settings.languages.margin)
        judged.append(Judged(sample, both, chosen.language if chosen else None))
    return judged


def listen(models: VoskModels, language: str, pcm: bytes) -> RecognisedText:
    """What one language's recogniser makes of a clip, fed in 20 ms frames."""
    recogniser = models.open(language, "general")
    stream = QUIET + pcm + QUIET
    for at in range(0, len(stream), FRAME_BYTES):
        recogniser.accept(stream[at : at + FRAME_BYTES])
    return recogniser.final()


def tally(judged: Sequence[Judged]) -> dict[str, int]:
    """Clips, and how many of them were right, wrong and undecided."""
    counts = Counter(one.verdict for one in judged)
    return {"utterances": len(judged), **{verdict: counts[verdict] for verdict in VERDICTS}}


def _told(judged: Sequence[Judged]) -> list[dict[str, object]]:
    return [
        {
            "file": one.sample.path.name,
            "language": one.sample.language,
            "chosen": one.chosen,
            "scores": {own.language: round(own.score, 3) for own in one.evidence},
            "heard": {own.language: own.text for own in one.evidence},
        }
        for one in judged
    ]


def _print(figures: dict[str, dict[str, int]], folder: Path, margin: float) -> None:
    table = Table("language", "clips", *VERDICTS, title=f"margin {margin:g}")
    for language, counts in figures.items():
        if counts["utterances"]:
            shares = (f"{counts[verdict]} ({counts[verdict] / counts['utterances']:.0%})" for verdict in VERDICTS)
            table.add_row(language, str(counts["utterances"]), *shares)
    console.print(table)
    for language, counts in figures.items():
        if not counts["utterances"]:
            line = f"{language}: no clips in {folder}; add audio files and lines to its ref.tsv to measure it"
            console.print(line, soft_wrap=True)
