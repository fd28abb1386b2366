"""What became of a message, and when it was left."""

from datetime import UTC, datetime

import pytest

from handoff.voicemail.message import Fate, Message, Taken


@pytest.mark.parametrize("fate", list(Fate))
def test_something_is_kept_of_whole_and_cut_ones(fate: Fate) -> None:
    assert Taken(fate).kept is (fate in (Fate.KEPT, Fate.CUT))


def test_it_was_left_at_a_time_of_this_world() -> None:
    left = Message("00a1b2c3d4e5", "x.hrec", 1_700_000_000_000, 9_000, 4_000, whole=True)
    assert left.left_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
