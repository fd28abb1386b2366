"""Holidays and other special days, as an editor writes them."""

import logging
import os
from datetime import date
from pathlib import Path

import pytest

from handoff.special_days import Calendar, LiveCalendar, load_calendar

HEADING = "from,until,open,message_fa,message_ar,note\n"
NOWRUZ = date(2027, 3, 21)


def write(data: Path, *rows: str) -> Path:
    """A later second each time: a file system's clock may be coarse."""
    path = data / "holidays.csv"
    before_s = path.stat().st_mtime if path.exists() else 1_000_000_000
    path.write_text(HEADING + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    os.utime(path, (before_s + 1, before_s + 1))
    return data


def calendar(data: Path, *rows: str) -> Calendar:
    found, table = load_calendar(write(data, *rows))
    assert table.problems == []
    return found


def test_the_shipped_table_knows_the_days_off_of_two_iranian_years() -> None:
    found, table = load_calendar(Path(__file__).resolve().parents[2] / "data")
    assert table.problems == []
    assert NOWRUZ in found and date(2027, 3, 22) in found and date(2026, 12, 1) not in found
    assert found.last is not None and found.last >= date(2028, 3, 19)


def test_days_of_three_calendars_closed_or_with_hours_of_their_own(tmp_path: Path) -> None:
    found = calendar(tmp_path, "1406-01-01,1406-01-04", "1448-09-01,1448-09-29,09:00-14:00", "2027-05-01,,closed")
    assert [day in found for day in (NOWRUZ, date(2027, 3, 24), date(2027, 3, 25), date(2027, 5, 1))] == [
        *(True, True, False, True)
    ]
    ramadan = found.of(date(2027, 2, 20))
    assert ramadan is not None and ramadan.times == ((540, 840),) and date(2027, 2, 20) not in found


def test_the_last_row_of_a_day_counts(tmp_path: Path) -> None:
    """A holiday that was moved by decree."""
    found = calendar(tmp_path, "1406-01-01,1406-01-04", "1406-01-04,,usual", "1406-01-05,,,تعطیل,عُطْلَة")
    moved = found.of(date(2027, 3, 24))
    assert moved is not None and moved.times is None and date(2027, 3, 24) not in found
    instead = found.of(date(2027, 3, 25))
    assert instead is not None and instead.messages == {"fa": "تعطیل", "ar": "عُطْلَة"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("21/03/2027", "'21/03/2027': the year comes first"),
        ("1405-12-30", "'1405-12-30': there is no such day"),
        ("2027-03-21,2027-03-20", "`until` is before `from`"),
        ("2027-03-21,,9 to 5", "'9 to 5' are no times"),
        ("2027-03-21,,09:00-25:00", "25:00 is no time of a day"),
        (",2027-03-20", "'': it is no day"),
    ],
)
def test_a_mistake_is_told_with_row_and_remedy(tmp_path: Path, row: str, words: str) -> None:
    found, table = load_calendar(write(tmp_path, row))
    (problem,) = table.problems
    assert found.days == () and problem.line == 2 and problem.what.startswith(words)
    assert problem.remedy.startswith(("Write", "Change"))


def test_an_edited_table_holds_at_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    live = LiveCalendar(tmp_path)
    assert NOWRUZ not in live and live.of(NOWRUZ) is None
    write(tmp_path, "1406-01-01,,,نوروز")
    assert NOWRUZ in live
    write(tmp_path, "1406-01-01", "nonsense")
    with caplog.at_level(logging.WARNING):
        assert NOWRUZ in live
    special = live.of(NOWRUZ)
    assert special is not None and special.messages["fa"] == "نوروز"
    assert "holidays.csv has 1 mistakes and is not taken" in caplog.text
