"""How a caller feels, as far as words and loudness tell it: calm, upset or angry. Pure.

                            no strong words      words of annoyance      words of anger
as loud as at first         calm                 upset                   angry
louder than at first        upset                angry                   angry

A mood is told for the human who takes over, who speaks to the person otherwise; the bot draws nothing from it. Loudness
is compared with the caller's own first words, because telephones and rooms differ by far more than moods do.
"""

from dataclasses import dataclass, field
from statistics import median

from handoff.packet import Mood
from nlu.text.fold import match_key
from nlu.text.languages import language as facts

LOUDER_DB = 6.0
"""A raised voice is 68 dB where an ordinary one is 62, a loud one 75 (ANSI S3.5-1997, standard vocal efforts)."""
FIRST_TURNS = 2
"""So many turns tell how loud the caller usually is."""
LAST_TURNS = 2
"""And so many, how loud he is now."""
WORDS_MOST = 6


@dataclass
class MoodSense:
    """Of one call."""

    _levels_dbfs: list[float] = field(default_factory=list)
    _anger: dict[str, None] = field(default_factory=dict)
    _annoyance: dict[str, None] = field(default_factory=dict)
    """Each once, in the order of hearing."""

    def hear(self, text: str, loudness_dbfs: float | None, language: str) -> None:
        """One turn of the caller's."""
        said = facts(language)
        self._anger |= dict.fromkeys(_found(text, said.anger, language))
        self._annoyance |= dict.fromkeys(_found(text, said.annoyance, language))
        if loudness_dbfs is not None:
            self._levels_dbfs.append(loudness_dbfs)

    @property
    def louder_db(self) -> float:
        """How much louder the last turns are than the first; 0 where there are too few."""
        levels = self._levels_dbfs
        if len(levels) <= FIRST_TURNS:
            return 0.0
        later = levels[FIRST_TURNS:][-LAST_TURNS:]
        return round(max(later) - median(levels[:FIRST_TURNS]), 1)

    @property
    def mood(self) -> Mood:
        """What is known of it now."""
        louder_db = max(0.0, self.louder_db)
        raised = louder_db >= LOUDER_DB
        words = tuple(self._anger | self._annoyance)[:WORDS_MOST]
        if self._anger or (self._annoyance and raised):
            return Mood("angry", words, louder_db)
        return Mood("upset" if self._annoyance or raised else "calm", words, louder_db)


def _found(text: str, phrases: frozenset[str], language: str) -> list[str]:
    """Which of the phrases are said, in the letters that are compared; endings may follow («عصبانی‌ام»)."""
    said = f" {match_key(text, language)}"
    places = {phrase: said.find(f" {match_key(phrase, language)}") for phrase in phrases}
    return sorted((phrase for phrase, place in places.items() if place >= 0), key=lambda phrase: places[phrase])
