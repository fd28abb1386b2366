"""What a Persian may hear in the sounds of Arabic and of other languages: people teach the Persian head by it."""

import csv
from pathlib import Path

import numpy as np

from voice.lexicon.phones import phone_table

BLANK = "-"
EARS = Path(__file__).parent / "ears.tsv"
PERSIAN_EARS = {
    **{"a": "æ e", "i": "e i", "u": "o u", "aː": "ɒ æ", "iː": "i", "uː": "u", "eː": "e i", "oː": "o u", "w": "v u"},
    **{"θ": "s t", "ð": "z d", "ʒ": "dʒ ʒ", "ɣ": "q", "q": "q k", "ħ": "h x", "ʕ": "ʔ æ", "tˤ": "t", "dˤ": "d z"},
    **{"sˤ": "s", "ðˤ": "z"},
}
"""What a Persian may hear for an Arabic sound; the sounds not named are the same in both."""


def foreign() -> dict[str, list[int]]:
    """Foreign sound -> outputs of the Persian head that count as right for it; the order numbers the labels from 1."""
    persian = _outputs()
    with EARS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["sound"]: [persian[phone] for phone in row["persian"].split()] for row in rows}


def arabic_heard() -> np.ndarray:
    """(Persian outputs, Arabic outputs): 1 where a Persian may hear the one for the other; the blank is the blank."""
    persian = _outputs()
    named = (PERSIAN_EARS.get(phone, phone).split() for phone in phone_table("ar").phones)
    return _heard([[persian[candidate] for candidate in candidates] for candidates in named])


def foreign_heard() -> np.ndarray:
    """The same for the sounds of other languages: (Persian outputs, 1 + labels of ears.tsv)."""
    return _heard(list(foreign().values()))


def _outputs() -> dict[str, int]:
    return {BLANK: 0} | {phone: at + 1 for at, phone in enumerate(phone_table("fa").phones)}


def _heard(outputs: list[list[int]]) -> np.ndarray:
    heard = np.zeros((len(_outputs()), 1 + len(outputs)), np.float32)
    heard[0, 0] = 1
    for at, right in enumerate(outputs):
        heard[right, at + 1] = 1
    return heard
