"""The utterances that training draws from: where they lie, what is said in them, and of which kind they are."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from nlu.text.languages import CODES
from voice.lexicon.phones import phone_table

PEOPLE = len(CODES)
"""Kind of an example spoken by Arabic people, after the numbers of the languages."""
FOREIGN = PEOPLE + 1
"""Kind of an example spoken by people in another language: labels of ears.tsv."""
KINDS = {**{code: at for at, code in enumerate(CODES)}, "people": PEOPLE, "foreign": FOREIGN}
KEPT_FROM_PERSIAN = frozenset(("right", "send", "backward", "rotate", "options", "receive", "record", "five"))
"""Keywords of Arabic people that the Persian head is never taught, so that they can test it."""


@dataclass(frozen=True)
class Clip:
    """One utterance on disk."""

    path: Path
    labels: tuple[int, ...]
    source: str
    language: str
    kept_from_persian: bool = False


def synthetic(folder: Path, language: str) -> list[Clip]:
    """Clips of one engine from its manifest."""
    label = {phone: at + 1 for at, phone in enumerate(phone_table(language).phones)}
    manifest = folder / "manifest.jsonl"
    if not manifest.exists():
        return []
    rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    return [
        Clip(folder / f"{row['id']:06d}.flac", tuple(label[p] for p in row["phones"]), folder.name, language)
        for row in rows
    ]


def recorded(folder: Path, keywords: Path) -> list[Clip]:
    """Human Arabic clips: folder/KEYWORD/*.flac with the sounds of keywords.tsv."""
    table = phone_table("ar")
    label = {phone: at + 1 for at, phone in enumerate(table.phones)}
    clips = []
    with keywords.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            sound = tuple(label[p] for p in table.from_ipa(row["sound"].split(",")[0]))
            kept = row["keyword"] in KEPT_FROM_PERSIAN
            paths = sorted((folder / row["keyword"]).glob("*.flac"))
            clips += [Clip(path, sound, "human", "ar", kept) for path in paths]
    return clips
