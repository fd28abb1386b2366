"""Words and loudness tell a mood; greetings and loud telephones do not."""

import pytest

from bot.call.mood import LOUDER_DB, WORDS_MOST, MoodSense
from handoff.packet import Mood
from nlu.text.languages import LANGUAGES


def sense(*turns: tuple[str, float | None], language: str = "fa") -> Mood:
    one = MoodSense()
    for text, level_dbfs in turns:
        one.hear(text, level_dbfs, language)
    return one.mood


QUIET, LOUD = -32.0, -32.0 + LOUDER_DB


@pytest.mark.parametrize(
    ("turns", "level"),
    [
        ([("سفارشم کجاست", QUIET)], "calm"),
        ([("این چه وضعشه", QUIET)], "upset"),
        ([("واقعا مسخره‌ست", QUIET)], "angry"),
        ([("سلام", QUIET), ("سفارشم", QUIET), ("گفتم سفارشم", LOUD)], "upset"),
        ([("سلام", QUIET), ("سفارشم", QUIET), ("چند بار بگم", LOUD)], "angry"),
        ([("سلام", QUIET), ("سفارشم", QUIET), ("آدرس", LOUD), ("ساعت", QUIET), ("بله", QUIET)], "calm"),
        ([("سلام", LOUD), ("سفارشم", LOUD), ("آدرس", LOUD)], "calm"),
        ([("سلام", None), ("سفارشم", None), ("آدرس", None)], "calm"),
    ],
)
def test_the_table(turns: list[tuple[str, float | None]], level: str) -> None:
    assert sense(*turns).level == level


@pytest.mark.parametrize(
    "text", ["سلام خسته نباشید", "چند تا سفارش دارم", "اعلام شکایت", "دروازه دولت", "باشه ممنون", ""]
)
def test_what_only_looks_like_it(text: str) -> None:
    assert sense((text, QUIET)) == Mood()


@pytest.mark.parametrize(
    ("text", "level"),
    [("هذي مهزلة والله", "angry"), ("كم مرة لازم أتصل", "upset"), ("وين طلبي", "calm"), ("صباح الخير", "calm")],
)
def test_in_arabic(text: str, level: str) -> None:
    assert sense((text, QUIET), language="ar").level == level


def test_the_signs_are_told_in_the_order_they_came() -> None:
    mood = sense(("چه وضعیه", QUIET), ("چند بار زنگ زدم", QUIET), ("خجالت بکشید، مسخره کردید", LOUD))
    assert mood.words == ("خجالت بکش", "مسخره", "چه وضع", "چند بار")
    assert mood.louder_db == LOUDER_DB


def test_only_so_many_words_are_told() -> None:
    text = " ".join(sorted(LANGUAGES["fa"].anger))
    assert len(sense((text, QUIET)).words) == WORDS_MOST


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_word_of_anger_is_a_usual_one(code: str) -> None:
    own = LANGUAGES[code]
    for word in own.usual | own.greetings | own.thanks | own.yes | own.no:
        assert sense((word, QUIET), language=code).level == "calm", word
