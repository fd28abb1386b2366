"""The allowed hours of call-backs, by the clock on the company's wall."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handoff.callbacks.options import CallbackRules, dates
from handoff.callbacks.plan import Tries

TEHRAN = CallbackRules(hours=("sat-wed 09:00-17:00",), timezone="Asia/Tehran", holidays=("2026-12-01",))


def ms(text: str, zone: str = "Asia/Tehran") -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-30 09:00", "2026-11-30 09:00"),
        ("2026-11-30 12:34:56.789", "2026-11-30 12:34:56.789"),
        ("2026-11-30 08:59", "2026-11-30 09:00"),
        ("2026-11-30 17:00", "2026-12-02 09:00"),
        ("2026-12-02 18:00", "2026-12-05 09:00"),
    ],
)
def test_hours_are_those_of_the_companys_wall(at: str, opens: str) -> None:
    assert TEHRAN.open_ms(ms(at)) == ms(opens)


def test_a_clock_that_was_put_forward_meanwhile_counts() -> None:
    """Nine o'clock in Berlin is an hour earlier by UTC once summer time began."""
    rules = CallbackRules(hours=("mon-sun 09:00-10:00",), timezone="Europe/Berlin")
    at = datetime(2027, 3, 27, 20, tzinfo=UTC)
    opens = datetime.fromtimestamp(rules.open_ms(round(at.timestamp() * 1000)) / 1000, UTC)
    assert opens == datetime(2027, 3, 28, 7, tzinfo=UTC)


def test_without_hours_every_moment_will_do() -> None:
    assert CallbackRules(hours=()).open_ms(1_234) == 1_234


def test_the_machines_own_clock_is_used_where_no_zone_is_named() -> None:
    at = datetime(2026, 11, 30, 3).astimezone()
    opens = CallbackRules(hours=("mon 04:00-05:00",)).open_ms(round(at.timestamp() * 1000))
    assert datetime.fromtimestamp(opens / 1000) == datetime(2026, 11, 30, 4)


def test_nobody_is_called_where_nothing_is_said_of_how() -> None:
    assert CallbackRules().dial is None
    assert CallbackRules().plan == Tries()


def test_a_date_is_written_as_iso_has_it() -> None:
    assert dates(("2027-03-21",))[0].month == 3
    with pytest.raises(ValueError, match="1406"):
        dates(("1406/1/1",))


def test_other_holidays_move_a_call_too_but_not_one_that_may_be_made_at_any_time() -> None:
    at = datetime(2026, 11, 30, 12, tzinfo=UTC)
    day = round(at.timestamp() * 1000)
    rules = CallbackRules(hours=("sat-fri 09:00-21:00",), timezone="UTC")
    assert rules.open_ms(day) == day
    assert rules.open_ms(day, (at.date(),)) == round(datetime(2026, 12, 1, 9, tzinfo=UTC).timestamp() * 1000)
    assert CallbackRules(hours=()).open_ms(day, (at.date(),)) == day
