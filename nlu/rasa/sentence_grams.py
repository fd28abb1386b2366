"""What the intent classifier looks at: runs of letters inside words, words, and pairs of neighbours.

Runs of letters forgive spellings and endings; words and pairs («نمی‌خوام ، می‌خوام»; the first and the last word beside
the sentence's ends) tell what is wanted from what is only named.
"""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer

LETTERS = (1, 4)
"""The lengths of the runs."""
WORD = "="
"""What a word or a pair begins with, so that none is taken for a run of letters."""
START, END = "^", "$"

_runs = TfidfVectorizer(analyzer="char_wb", ngram_range=LETTERS, lowercase=False).build_analyzer()


def letters(text: str) -> list[str]:
    """The runs of letters of a folded text; a space stands for each word's end."""
    return list(_runs(text))


def grams(text: str) -> list[str]:
    """All that is looked at in a folded text."""
    words = text.split()
    pairs = zip([START, *words], [*words, END], strict=True)
    return letters(text) + [WORD + word for word in words] + [f"{WORD}{one}{WORD}{next_}" for one, next_ in pairs]
