"""data/faq.csv in the action server: read anew when the file changed, so that an edited answer is said at once.

A table that cannot be used leaves the one before it in use, and a line in the log says so.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nlu.tables.faq import FILE, Faq, load_faq
from nlu.text.fold import match_key
from nlu.text.languages import CODES
from nlu.text.nearest import Near, Nearest

log = logging.getLogger(__name__)

NEAR = 0.4
"""A question less similar is not what was asked; without the background that Rasa's component has (docs/faq.md)."""
NO_FILE = (0, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """A question of the table with its answer, and how near it is to what was said."""

    topic: str
    question: str
    answer: str
    similarity: float = 1.0


class FaqBook:
    """The table of one folder data/."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._read_at: tuple[int, int] | None = None  # modification time in ns, size
        self._faq: Faq | None = None
        self._questions: dict[str, dict[str, tuple[str, str]]] = {}  # by language, folded: topic and question
        self._nearest: dict[str, Nearest] = {}

    def asked(self, question: str, language: str, day: date) -> Told | None:
        """The answer of that day to a question that the table holds word for word; None where it does not."""
        self._refresh()
        topic, written = self._questions.get(language, {}).get(match_key(question, language), ("", ""))
        return self._told(Near(1.0, topic, written), language, day) if topic else None

    def nearest(self, text: str, language: str, day: date, least: float = NEAR) -> Told | None:
        """The answer of that day to the question nearest to `text`; None where none is near."""
        self._refresh()
        if self._faq is None or not text.strip():
            return None
        if language not in self._nearest:
            self._nearest[language] = Nearest(self._faq.questions(language), language)
        near = (one for one in self._nearest[language].ranked(text) if one.similarity >= least)
        return next((told for one in near if (told := self._told(one, language, day))), None)

    def nearest_of(self, texts: Iterable[str], language: str, day: date) -> Told | None:
        """The nearest to any of several texts; of two as near, the first's."""
        found = [told for text in texts if (told := self.nearest(text, language, day))]
        return max(found, key=lambda told: told.similarity, default=None)

    def _told(self, near: Near, language: str, day: date) -> Told | None:
        answer = self._faq.answer(near.name, language, day) if self._faq is not None else ""
        return Told(near.name, near.question, answer, near.similarity) if answer else None

    def _refresh(self) -> None:
        try:
            found = (self._data / FILE).stat()
            now = (found.st_mtime_ns, found.st_size)
        except OSError:
            now = NO_FILE
        if now == self._read_at:
            return
        self._read_at = now
        faq = load_faq(self._data)
        if (broken := [problem for problem in faq.table.problems if problem.stops]) and self._faq is not None:
            log.warning("%s has %d mistakes and is not taken: hatef data check", FILE, len(broken))
            return
        self._faq, self._nearest = faq, {}
        self._questions = {
            language: {match_key(question, language): (topic, question) for topic, question in faq.questions(language)}
            for language in CODES
        }
