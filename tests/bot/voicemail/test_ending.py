"""When a message is over: by silence, never in the middle of a pause, at the limit whatever is said."""

import pytest

from bot.voicemail.ending import MessageEnding, Over
from handoff.voicemail.options import VoicemailRules

RULES = VoicemailRules(end_silence_s=4.0, most_s=60.0, least_s=1.0)


def ending(*spoken: tuple[float, float]) -> MessageEnding:
    """One that began at 100 s, with speech from and to these seconds."""
    made = MessageEnding(RULES, 100.0)
    for start_s, end_s in spoken:
        for piece in range(round(start_s * 10), round(end_s * 10)):
            made.heard(0.9, 0.1, (piece + 1) / 10)
    return made


@pytest.mark.parametrize(
    ("spoken", "now_s", "over"),
    [
        ((), 100.0, None),
        ((), 107.9, None),
        ((), 108.0, Over.SILENCE),
        (((102.0, 105.0),), 108.9, None),
        (((102.0, 105.0),), 109.0, Over.SILENCE),
        (((102.0, 105.0), (107.0, 110.0)), 113.9, None),
        (((102.0, 159.9),), 159.9, None),
        (((102.0, 160.0),), 160.0, Over.LIMIT),
        ((), 160.0, Over.LIMIT),
    ],
)
def test_it_is_over_when_nobody_speaks_any_more_or_for_too_long(
    spoken: tuple[tuple[float, float], ...], now_s: float, over: Over | None
) -> None:
    assert ending(*spoken).over(now_s) is over


def test_only_speech_makes_a_message() -> None:
    assert not ending((102.0, 102.9)).says_something
    assert ending((102.0, 102.6), (103.0, 103.5)).says_something
    noise = MessageEnding(RULES, 0.0)
    for piece in range(300):
        noise.heard(0.3, 0.1, piece / 10)
    assert (noise.speech_s, noise.says_something, noise.over(8.0)) == (0.0, False, Over.SILENCE)
