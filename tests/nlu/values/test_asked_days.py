"""Days from what is known of them, in the calendar of months that are not named."""

from datetime import date

from nlu.values.asked_days import LAST, Asked, in_month, months_on, weekday_of_week, weekdays, yearless

TODAY = date(2026, 11, 30)
JALALI = Asked(TODAY, "jalali", past=False, future=False, first_weekday=5)
GREGORIAN = Asked(TODAY, "gregorian", past=False, future=True, first_weekday=5)


def test_a_month_is_counted_in_its_calendar() -> None:
    assert in_month(JALALI, 1, 1) == date(2026, 12, 22)
    assert in_month(GREGORIAN, 1, 1) == date(2026, 12, 1)
    assert in_month(GREGORIAN, -1, LAST) == date(2026, 10, 31)
    assert in_month(GREGORIAN, 3, 30) is None


def test_a_shorter_month_gives_its_last_day() -> None:
    assert months_on(GREGORIAN, 3) == date(2027, 2, 28)
    assert months_on(JALALI, 1) == date(2026, 12, 30)


def test_weeks_begin_on_saturday() -> None:
    assert JALALI.this_week == date(2026, 11, 28)
    assert weekday_of_week(JALALI, 4, 0) == date(2026, 12, 4)
    assert weekday_of_week(JALALI, 4, 1) == date(2026, 12, 11)


def test_a_weekday_that_is_today_is_rather_the_next_one() -> None:
    assert [day for day, _, _ in weekdays(JALALI, 0)] == [date(2026, 12, 7), TODAY]


def test_a_leap_day_is_years_away() -> None:
    assert [day for day, _, _ in yearless(GREGORIAN, 2, 29, "gregorian")] == [date(2028, 2, 29)]
