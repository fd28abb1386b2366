"""The telephone's keys: when a turn of keys is over, and what it means. Pure; times are `time.monotonic()` seconds.

keyed                no number is asked for                   a number is asked for
0                    a human, at once                         a human, when nothing follows
1 to 9               all until `#` or a pause: a number if as many as the dialogue knows, otherwise nothing
                                                              all until `#` or a pause: the number, right or wrong
*                    alone: say it again. Behind digits: they are wiped, what follows counts
#                    behind digits: that was all. Alone: nothing
A to D               nothing: no caller's telephone has them, so whatever brought them cannot be trusted

A pause is KEYS_WAIT_S from the last key. Behind a complete number it is short, as a finger that goes on does so in its
own rhythm: RHYTHM times the longest gap between its keys, FULL_LEAST_S to FULL_MOST_S. A number is never cut to the
wanted length: a key that comes within FULL_MOST_S behind it makes it a wrong number, also when its answer has begun.
"""

from enum import StrEnum

from nlu.numbers import slots
from voice.events import KeyPressed, Utterance

KEYS_WAIT_S = 2.5
"""After the last key, how long the next may take; it runs from the key, whatever is heard meanwhile."""
FULL_LEAST_S, FULL_MOST_S = 0.5, 1.5
"""The same after as many keys as the number has. Telephones that dial by themselves leave 0.2 s between two keys."""
RHYTHM = 1.5
KEYS_MOST = 24
"""A turn of keys is over here; what is keyed on without a pause still belongs to it."""
LATE_END_S = 5.0
"""How long after the last key `#` still belongs to the turn that a pause has ended."""
STAR_AGAIN_S = 1.0
"""A second `*` as soon as this is impatience, not a second wish."""
JOIN_SURE = 0.8
"""Word confidence from which words complete a keyed number: a talk nearby is heard as digits too."""
END, STAR, HUMAN_KEY = "#", "*", "0"


class Meaning(StrEnum):
    """What a turn of keys asks for."""

    HUMAN = "human"
    REPEAT = "repeat"
    NUMBER = "number"
    NOTHING = "nothing"


def meaning(keyed: str, digit_count: int, *, asked: bool) -> Meaning:
    """What `keyed` (`Keypad.keyed`) means where numbers have `digit_count` digits; `asked`: for such a number."""
    if keyed == STAR:
        return Meaning.REPEAT
    if not (keyed.isascii() and keyed.isdigit()):
        return Meaning.NOTHING
    fits = len(keyed) == digit_count
    if not keyed.strip(HUMAN_KEY) and not fits:
        return Meaning.HUMAN
    return Meaning.NUMBER if fits or asked else Meaning.NOTHING


class Keypad:
    """One turn of keys, from its first key to the one that ends it.

    Args:
        number: a number is asked for, so that 0 may be its first digit.
        one_key: the first key is the whole turn.
        digit_count: so many digits are asked for; 0: not known.
    """

    def __init__(self, *, number: bool, one_key: bool = False, digit_count: int = 0) -> None:
        self._digit_count = digit_count
        self._number = number
        self._one_key = one_key
        self._keys = ""
        self._gap_s = 0.0  # the longest between two keys
        self.closed = False
        """A key ended the turn, and no pause."""
        self.first_s: float | None = None
        """When the first key came; None: none yet."""
        self.last_s = 0.0

    @property
    def due_s(self) -> float | None:
        """When the turn is over unless another key comes; None: no key yet."""
        if self.first_s is None:
            return None
        return self.last_s + (self._full_wait_s() if self.full else KEYS_WAIT_S)

    @property
    def full(self) -> bool:
        """As many digits as are asked for."""
        return self._digit_count > 0 and len(self._keys) == self._digit_count

    @property
    def keyed(self) -> str:
        """What was keyed, without the `#` that ended it; digits that were wiped leave `*`."""
        return self._keys or STAR

    def press(self, key: KeyPressed) -> bool:
        """Take one key; True where it ends the turn."""
        self._gap_s = max(self._gap_s, 0.0 if self.first_s is None else key.at_s - self.last_s)
        self.first_s = key.at_s if self.first_s is None else self.first_s
        self.last_s = key.at_s
        self.closed = self._ends(key.digit)
        return self.closed

    def resume(self, keyed: str) -> None:
        """The turn goes on where a number that seemed complete ended."""
        self._keys = keyed

    def _ends(self, digit: str) -> bool:
        if digit == END:
            self._keys = self._keys or END
            return True
        if digit == STAR:
            alone, self._keys = not self._keys, ""
            return alone
        self._keys += digit
        human = self._keys == HUMAN_KEY and not self._number
        return human or self._one_key or len(self._keys) >= KEYS_MOST

    def _full_wait_s(self) -> float:
        return min(FULL_MOST_S, max(FULL_LEAST_S, RHYTHM * self._gap_s))


class Afterkeys:
    """Keys that still belong to a turn of keys that is over: they ask for nothing and interrupt nothing.

    `complete`: a number that ended by its pause; a digit just behind it makes it a longer, wrong one.
    """

    def __init__(self, keyed: str = "", last_s: float = 0.0, *, complete: bool = False) -> None:
        self._keyed = keyed
        self._last_s = last_s
        self._complete = complete

    def longer(self, key: KeyPressed) -> str:
        """The number that `key` makes longer; "": it begins anew."""
        late = key.at_s - self._last_s > FULL_MOST_S
        return "" if late or not self._complete or not key.digit.isdigit() else self._keyed

    def take(self, key: KeyPressed) -> bool:
        """Whether `key` belongs to that turn; the first one that does not ends it for good."""
        if self._keyed and key.at_s - self._last_s <= self._wait_s(key.digit):
            self._last_s = key.at_s
            return True
        self._keyed = ""
        return False

    def _wait_s(self, digit: str) -> float:
        if len(self._keyed) >= KEYS_MOST:
            return KEYS_WAIT_S
        if digit == STAR:
            return STAR_AGAIN_S if self._keyed == STAR else -1.0
        return LATE_END_S if digit == END else -1.0


def joined(keyed: str, first_s: float, said: Utterance, digit_count: int) -> str | None:
    """The number of `digit_count` digits in a turn of keys and words, as text.

    Keys and words in their order where one completes the other; the words where they are the whole number; otherwise
    None, and the keys count alone.
    """
    if len(keyed) >= digit_count or not keyed.isdigit() or said.confidence < JOIN_SURE:
        return None
    both = f"{said.text} {keyed}" if said.speech_started_s < first_s else f"{keyed} {said.text}"
    return next((text for text in (both, said.text) if _is_number(text, said.language, digit_count)), None)


def _is_number(text: str, language: str, digit_count: int) -> bool:
    runs = slots.runs(text, language)
    return len(runs) == 1 and any(len(reading.digits) == digit_count for reading in runs[0].readings)
