"""The sample company: days that work, slots with ids of their own."""

from datetime import date

import pytest
from pydantic import ValidationError

from bot.crm.sample_company import SampleBook, slot_id

DOCTOR = {"id": "d-1", "department": "general", "name": "a", "name_ar": "b"}


def test_fridays_and_closed_days_are_left_out() -> None:
    book = SampleBook(closed=("09/11", "09/12"))
    days = book.days(date(2026, 12, 1))  # Tuesday, 10 Azar 1405
    assert date(2026, 12, 2) not in days and date(2026, 12, 3) not in days
    assert days[0] == date(2026, 12, 5) and len(days) == 10
    assert all(day.weekday() != 4 for day in days)


def test_every_doctor_has_every_time_once() -> None:
    book = SampleBook.model_validate({"doctors": [DOCTOR, DOCTOR | {"id": "d-2"}], "times": ["09:00", "16:30"]})
    rows = list(book.rows(date(2026, 12, 1)))
    assert len(rows) == len({row["slot_id"] for row in rows}) == 12 * 4
    assert slot_id("d-1", date(2026, 12, 2), "09:00") == rows[0]["slot_id"] == "d-1-20261202-0900"


def test_a_time_that_is_none() -> None:
    with pytest.raises(ValidationError):
        SampleBook.model_validate({"times": ["9"]})
