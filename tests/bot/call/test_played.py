"""How much was heard of what was cut short."""

import pytest

from bot.call.played import CUT_MARK, Script
from voice.audio import FRAME_BYTES, FRAME_MS

STATUS = "سفارشِ شما در راه است."
MORE = "کارِ دیگری هست؟"


def sound(ms: int) -> bytes:
    return bytes(ms // FRAME_MS * FRAME_BYTES)


def said(*lengths_ms: int) -> Script:
    script = Script([STATUS, MORE][: len(lengths_ms)])
    for ms in lengths_ms:
        script.sound(sound(ms // 2))
        script.sound(sound(ms - ms // 2))
        script.next()
    return script


@pytest.mark.parametrize(
    ("played_ms", "heard"),
    [
        (0, ""),
        (300, ""),
        (700, "سفارشِ" + CUT_MARK),
        (1300, "سفارشِ شما در" + CUT_MARK),
        (1980, "سفارشِ شما در راه" + CUT_MARK),
        (2000, STATUS + CUT_MARK),
        (2100, STATUS + CUT_MARK),
        (2600, f"{STATUS} کارِ{CUT_MARK}"),
        (2980, f"{STATUS} کارِ دیگری{CUT_MARK}"),
        (3000, f"{STATUS} {MORE}"),
    ],
)
def test_words_are_counted_by_the_sound_that_left(played_ms: int, heard: str) -> None:
    assert said(2000, 1000).played(played_ms) == heard


def test_a_digit_is_as_long_as_a_word() -> None:
    script = Script(["شمارهٔ 12345 ثبت شد"])
    script.sound(sound(4000))
    script.next()
    assert script.played(1000) == "شمارهٔ" + CUT_MARK
    assert script.played(3500) == "شمارهٔ 12345" + CUT_MARK


def test_sound_that_was_not_made_to_its_end_is_guessed_by_the_letters() -> None:
    script = Script([STATUS, MORE])
    script.sound(sound(700))
    assert script.played(640) == "سفارشِ" + CUT_MARK


def test_a_tone_that_was_cut_leaves_the_words_before_it_whole() -> None:
    script = Script([STATUS, "♪"])
    for ms in (2000, 9000):
        script.sound(sound(ms))
        script.next()
    assert script.played(3000) == STATUS
    assert script.played(1300) == "سفارشِ شما در" + CUT_MARK


def test_a_text_without_sound_hides_nothing_behind_it() -> None:
    script = Script([STATUS])
    script.next()
    assert script.played(0) == STATUS
