"""How long a silence must last to end the turn, after what has been said so far. Pure: words in, a factor out.

The conversation sets the silence for each kind of answer; here it becomes shorter where the answer is complete, and
longer where the caller is plainly not done: after a filler, a greeting, an «و», or three digits of five.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nlu.text.languages import LANGUAGES, Language
from nlu.text.letters import fold
from voice.listen.recogniser import Kind
from voice.listen.spoken_count import digit_count


@dataclass(frozen=True, slots=True)
class EndRules:
    """Factors on the silence that the conversation set."""

    complete_number: float = 0.45
    unfinished_number: float = 1.5
    open_number: float = 1.25  # nobody said how many digits there are
    plain_answer: float = 0.65
    sentence: float = 0.8
    filler: float = 2.5
    opening: float = 1.8
    # speech this short in which no word was found may be a filler that the recogniser does not know, ms
    sigh_ms: float = 700
    sigh: float = 2.0


def _words(kind: Callable[[Language], Iterable[str]]) -> dict[str, frozenset[str]]:
    """One kind of words of every language, folded; a word that its ZWNJ cuts in two is two."""
    return {code: frozenset(fold(" ".join(kind(one))).split()) for code, one in LANGUAGES.items()}


HESITATIONS = _words(lambda one: one.hesitations)
GREETINGS = _words(lambda one: one.greetings)
OPEN_ENDS = _words(lambda one: one.open_ends)
PLAIN_ANSWERS = _words(lambda one: one.yes | one.no | one.thanks)


def silence_factor(
    kind: Kind, text: str, language: str, *, digits: int = 0, spoken_ms: float = 0.0, rules: EndRules | None = None
) -> float:
    """What the silence that ends the turn is multiplied by.

    Args:
        text: all words of the turn so far.
        digits: how many digits are asked for; 0: not known.
        spoken_ms: how long the turn has lasted, without the silence at its end.
    """
    rules = rules or EndRules()
    words = fold(text).split()
    if not words:
        return rules.sigh if spoken_ms < rules.sigh_ms and kind in ("general", "language") else 1.0
    if kind == "digits":
        return _of_number(text, digits, rules)
    if _all(words, HESITATIONS, language):
        return rules.filler
    if kind == "yesno":
        return rules.plain_answer if _all(words, PLAIN_ANSWERS, language) else 1.0
    if kind in ("date", "free"):  # one word may be all, or the beginning; only an open end is told
        return rules.opening if words[-1] in OPEN_ENDS.get(language, ()) else 1.0
    opening = GREETINGS.get(language, frozenset()) | HESITATIONS.get(language, frozenset())
    content = [word for word in words if word not in opening]
    if not content or words[-1] in OPEN_ENDS.get(language, ()):
        return rules.opening
    return rules.sentence if len(content) > 1 else 1.0


def _of_number(text: str, digits: int, rules: EndRules) -> float:
    count = digit_count(text)
    if not digits or not count:
        return rules.open_number
    return rules.complete_number if count >= digits else rules.unfinished_number


def _all(words: list[str], kind: dict[str, frozenset[str]], language: str) -> bool:
    return all(word in kind.get(language, frozenset()) for word in words)
