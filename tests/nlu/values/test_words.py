"""The words of each language that values are told by."""

from nlu.text.languages import CODES
from nlu.values.words import AGREEMENT, PLACES, YES_NO, counts, day_words, name_words, places, time_words


def test_every_language_has_every_table() -> None:
    for code in CODES:
        assert AGREEMENT[code].yes and AGREEMENT[code].no and all(YES_NO[code])
        assert {1, 2, 3, -1} <= set(PLACES[code])
        assert 12 in counts(code).packs.values()
        assert places(code).regions and name_words(code).around


def test_days_and_times_of_every_language_have_the_same_symbols() -> None:
    for code in CODES:
        assert {"R0", "R1", "W0", "W6", "D", "K", "B", "Y", "n", "p", "t", "S", "C", "E"} <= set(
            day_words(code).phrases
        )
        assert {"T", "m", "F15", "F30", "P2", "P5", "P7", "P8"} <= set(time_words(code).phrases)


def test_no_phrase_agrees_and_refuses() -> None:
    for code in CODES:
        assert not set(AGREEMENT[code].yes) & set(AGREEMENT[code].no)
