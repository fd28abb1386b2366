"""The sound of waiting: never long silent, never loud."""

import numpy as np
import pytest

from bot.call.waiting_sound import LEVEL, waiting_sound


@pytest.mark.parametrize("length_s", [0.0, 1.5, 4.0, 6.0])
def test_it_is_as_long_as_asked(length_s: float) -> None:
    assert len(waiting_sound(length_s)) == round(length_s * 8000) * 2


def test_it_is_soft_and_never_silent_for_more_than_two_seconds() -> None:
    samples = np.frombuffer(waiting_sound(12.0), "<i2") / 32767
    assert 0.9 * LEVEL < np.abs(samples).max() <= LEVEL
    heard = np.flatnonzero(np.abs(samples) > LEVEL / 10) / 8000
    assert np.diff(heard, prepend=0.0, append=12.0).max() <= 2.05


def test_it_begins_and_ends_without_a_click() -> None:
    samples = np.frombuffer(waiting_sound(12.0), "<i2") / 32767
    assert np.abs(np.diff(samples)).max() < LEVEL / 2
