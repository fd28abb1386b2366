"""phones.tsv: the sounds of one language in the order of the model's outputs, and how each engine spells them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MODELS = Path(__file__).parents[1] / "models"
VOWELS = frozenset(("æ", "ɒ", "e", "o", "i", "u", "a", "aː", "iː", "uː", "eː", "oː"))

Sound = tuple[str, ...]


@dataclass(frozen=True)
class PhoneTable:
    """Phones of one language; output 0 of the network is the blank, output n is phones[n - 1]."""

    phones: tuple[str, ...]
    aliases: Mapping[str, str]
    """Every IPA spelling of the lexicons -> phone."""
    ascii: Mapping[str, str]
    """The short transcription of the hand-made tables -> phone."""
    spellings: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Engine (espeak, kokoro, piper) -> phone -> possible spellings."""

    @property
    def vowels(self) -> frozenset[str]:
        return VOWELS & frozenset(self.phones)

    def from_ipa(self, text: str) -> Sound:
        """IPA symbols separated by spaces; a doubled sound is written once, as the network hears it."""
        return undouble(tuple(self.aliases[symbol] for symbol in text.split()))

    def from_ascii(self, text: str) -> Sound:
        """The short transcription, without spaces; a hyphen only helps the eye."""
        phones: list[str] = []
        at = 0
        while at < len(text):
            size = 2 if text[at : at + 2] in self.ascii else 1
            if text[at] != "-":
                phones.append(self.ascii[text[at : at + size]])
            at += size
        return undouble(tuple(phones))


def undouble(phones: Sound) -> Sound:
    """Write each run of one phone once (30 ms frames cannot tell double consonants), and no hamza to begin with."""
    start = 1 if len(phones) > 1 and phones[0] == "ʔ" else 0
    return tuple(phone for at, phone in enumerate(phones) if at >= start and (at == start or phones[at - 1] != phone))


@cache
def phone_table(language: str) -> PhoneTable:
    """The table of "fa" or "ar"."""
    with (MODELS / language / "phones.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return PhoneTable(
        phones=tuple(row["phone"] for row in rows),
        aliases={alias: row["phone"] for row in rows for alias in row["ipa"].split()},
        ascii={row["ascii"]: row["phone"] for row in rows},
        spellings={
            engine: {row["phone"]: tuple(row[engine].split("|")) for row in rows}
            for engine in ("espeak", "kokoro", "piper")
        },
    )
