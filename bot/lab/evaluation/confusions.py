"""Which words that cost a caller are taken for which: digits among digits, yes and no, and pairs that sound alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table

from nlu.text.languages import LANGUAGES
from voice.score import fold

ALSO = {"fa": ("سی", "شصت", "بله", "آره", "خیر"), "ar": ("نعم", "لا")}
WATCHED: Mapping[str, str] = {code: " ".join((*one.digit_words, *ALSO[code])) for code, one in LANGUAGES.items()}
"""Language -> words whose confusion costs a caller. «نه» is the number nine where digits are asked for, else no."""
PAIRS: Mapping[str, Sequence[tuple[str, str]]] = {
    "fa": (("نه", "بله"), ("سه", "سی"), ("هفت", "هشت"), ("شش", "شصت"), ("دو", "نه"), ("سه", "شش")),
    "ar": (("لا", "نعم"), ("ستة", "تسعة"), ("سبعة", "تسعة")),
}
SAME: Mapping[str, str] = {"شیش": "شش", "چار": "چهار", "یه": "یک", "اثنین": "اثنان", "ثلاث": "ثلاثة"}
"""Other forms of a word, folded, by what they are."""
NOTHING = "-"
Said = tuple[str, str, str]
"""Language, folded word that was said, what was heard for it (NOTHING: no word)."""


@dataclass(frozen=True, slots=True)
class Confusions:
    """How often each watched word was heard as which."""

    heard: Mapping[str, Mapping[str, Counter[str]]]
    """Language -> word said -> words heard."""

    def pair(self, language: str, one: str, other: str) -> tuple[int, int]:
        """How often one of two was taken for the other, of how often either was said."""
        rows = self.heard.get(language, {})
        first, second = rows.get(_form(one), Counter()), rows.get(_form(other), Counter())
        return first[_form(other)] + second[_form(one)], first.total() + second.total()

    def content(self) -> dict[str, dict[str, dict[str, int]]]:
        """As JSON: language -> said -> heard -> count, the most frequent first."""
        return {
            language: {said: dict(heard.most_common()) for said, heard in rows.items()}
            for language, rows in self.heard.items()
        }


def confusions(turns: Iterable[tuple[str, str, str]]) -> Confusions:
    """Of turns: language, reference and transcript."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for language, reference, transcript in turns:
        watched = {_form(word) for word in WATCHED[language].split()}
        said, heard = ([_form(word) for word in text.split()] for text in (reference, transcript))
        for word, other in aligned(said, heard):
            if word in watched:
                found.setdefault(language, {}).setdefault(word, Counter())[other] += 1
    return Confusions(found)


def _form(word: str) -> str:
    plain = fold(word)
    return fold(SAME.get(plain, plain))


def aligned(said: Sequence[str], heard: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each word that was said, with what was heard for it, by the cheapest alignment; added words are left out."""
    costs = [list(range(len(heard) + 1))]
    for at, word in enumerate(said, 1):
        row = [at]
        for column, other in enumerate(heard, 1):
            row.append(min(costs[-1][column] + 1, row[-1] + 1, costs[-1][column - 1] + (word != other)))
        costs.append(row)
    found: list[tuple[str, str]] = []
    at, column = len(said), len(heard)
    while at:
        if column and costs[at][column] == costs[at - 1][column - 1] + (said[at - 1] != heard[column - 1]):
            at, column = at - 1, column - 1
            found.append((said[at], heard[column]))
        elif costs[at][column] == costs[at - 1][column] + 1:
            at -= 1
            found.append((said[at], NOTHING))
        else:
            column -= 1
    return reversed(found)


def table(told: Confusions) -> Table | None:
    """A row for each watched word that was said; None where none was."""
    if not told.heard:
        return None
    shown = Table("", "said", "right", "taken for", title="words whose confusion costs a caller")
    for language, rows in sorted(told.heard.items()):
        for word, heard in sorted(rows.items(), key=lambda row: row[1][row[0]] / row[1].total()):
            others = "، ".join(f"{other} {count}" for other, count in heard.most_common() if other != word)
            shown.add_row(f"{language} {word}", str(heard.total()), f"{heard[word] / heard.total():.1%}", others)
        shown.add_section()
        for one, other in PAIRS[language]:
            wrong, total = told.pair(language, one, other)
            if total and wrong:
                shown.add_row(f"{language} {one} / {other}", str(total), "", f"one for the other {wrong}")
        shown.add_section()
    return shown
