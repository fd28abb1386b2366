"""What the journal says of a crowd, judged; the run itself is `hatef bench queue`."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.lab.bench.queue import Measured, Plan, _print, judge
from handoff.figures import HandoffFigures

START = datetime(2026, 11, 30, tzinfo=UTC)
ONE = HandoffFigures("p", "c", "queue", "bench", START, 1_000, 1, "bridged", told_wait_ms=1_000, agent="agent0")


def came(second: int, wait_s: float, told_s: float | None = 0.0, **other: str) -> HandoffFigures:
    told_ms = None if told_s is None else round(told_s * 1000)
    at = START + timedelta(seconds=second)
    return replace(ONE, arrived_at=at, wait_ms=round(wait_s * 1000), told_wait_ms=told_ms, **other)  # type: ignore[arg-type]


def test_an_order_that_is_kept_and_one_that_is_not() -> None:
    kept, turned = Measured(), Measured()
    judge([came(0, 5), came(1, 5), came(2, 9)], Plan(3, 1, 8.0), kept)
    judge([came(0, 30), came(1, 5), came(2, 9)], Plan(3, 1, 8.0), turned)
    assert (kept.turned, kept.bridged, kept.lost) == (0, 3, 0)
    assert turned.turned == 1


def test_who_never_came_or_never_got_an_agent_is_lost() -> None:
    measured = Measured()
    judge([came(0, 5), came(1, 5, outcome="abandoned")], Plan(4, 1, 8.0), measured)
    assert (measured.bridged, measured.lost, measured.rings) == (1, 3, 2)


@pytest.mark.parametrize(
    ("told_s", "wait_s", "close"), [(0, 19, 1), (0, 21, 0), (100, 140, 1), (100, 145, 0), (None, 5, 0)]
)
def test_a_wait_is_as_announced_within_bounds(told_s: float | None, wait_s: float, close: int) -> None:
    measured = Measured()
    judge([came(0, wait_s, told_s)], Plan(1, 1, 8.0), measured)
    assert measured.close == close


def test_the_figures_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    measured = Measured(ring_ms=[900, 1_100])
    judge([came(0, 5)], Plan(1, 1, 8.0), measured)
    _print(measured, Plan(1, 1, 8.0))
    out = capsys.readouterr().out
    assert "900" in out and "1 of 1" in out
