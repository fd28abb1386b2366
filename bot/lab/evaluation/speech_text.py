"""What was said and what was heard, brought to one spelling before they are compared.

Both sides lose punctuation, marks and joiners and get one form of each letter. Digits in a reference are words to the
ear: every way to dictate them counts, and the one nearest to what was heard is taken.
"""

import itertools
import re
import unicodedata

from nlu.numbers.dictation import dictations
from nlu.text.languages import LANGUAGES
from voice.score import edit_distance, fold

MOST_READINGS = 64
_DIGITS = re.compile(r"(?<![A-Za-z\d])\d+(?![A-Za-z\d])")
"""Not those of «4G» and «MP3»: they are part of a word."""
_JOINER = "\u200c"


def plain(text: str, language: str) -> str:
    """Letters, marks, joiners and digits of `text`, one space between words, in the spelling of the language."""
    kept = (char if _spoken(char) else " " for char in unicodedata.normalize("NFKC", text))
    words = "".join(kept).replace("ـ", "").translate(LANGUAGES[language].fold).split()
    return " ".join(word for word in (word.strip(_JOINER) for word in words) if word)


def _spoken(char: str) -> bool:
    return char == _JOINER or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"


def readings(text: str, language: str) -> list[str]:
    """`text` as it may be said: as it stands, or with each run of digits dictated in one of the usual ways."""
    clean = plain(text, language)
    runs = ["".join(str(int(digit)) for digit in run) for run in _DIGITS.findall(clean)]
    if not runs:
        return [clean]
    between = _DIGITS.split(clean)
    ways = itertools.product(*(dictations(run, language) for run in runs))
    found = []
    for way in itertools.islice(ways, MOST_READINGS):
        pieces = [between[0], *(piece for pair in zip(way, between[1:], strict=True) for piece in pair)]
        found.append(" ".join(" ".join(pieces).split()))
    return found


def letters(text: str, language: str) -> str:
    """A key under which two spellings of one sentence are the same, wherever they put spaces and joiners."""
    return fold(plain(text, language)).replace(" ", "")


def pair(reference: str, heard: str, language: str) -> tuple[str, str]:
    """Reference and transcript, ready to be scored word by word.

    Where both hold the same letters and only spaces differ («می خواهم», «میخواهم»), nothing was misheard.
    """
    got = readings(heard, language)[0]
    candidates = readings(reference, language)
    wanted = min(candidates, key=lambda one: edit_distance(letters(one, language), letters(got, language)))
    return (got, got) if letters(wanted, language) == letters(got, language) else (wanted, got)
