"""What a handoff took, as it is carried about."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from handoff.figures import HandoffFigures, no_figures, not_wrapped_up


def test_figures_do_not_change_and_nobody_may_be_told() -> None:
    one = HandoffFigures("p", "c", "queue", "q", datetime.now(UTC), 5, 1, "bridged")
    with pytest.raises(FrozenInstanceError):
        one.rings = 2  # type: ignore[misc]
    no_figures(one)
    not_wrapped_up("c", "p", 1)
