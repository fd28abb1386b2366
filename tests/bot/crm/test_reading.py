"""Dates, amounts, states, names and numbers as CRMs hold them."""

from datetime import date, datetime
from typing import Any

import pytest

from bot.crm.model import OrderState
from bot.crm.reading import date_of, language_of, numbers_of, patterns, rial_of, state_of, text_of, ways_to_write


@pytest.mark.parametrize(
    ("stored", "day"),
    [
        ("2026-11-26", date(2026, 11, 26)),
        ("1405-09-05", date(2026, 11, 26)),
        ("1405/9/5", date(2026, 11, 26)),
        ("1405.09.05", date(2026, 11, 26)),
        ("۱۴۰۵/۰۹/۰۵", date(2026, 11, 26)),
        ("1405-09-05 14:30", date(2026, 11, 26)),
        ("05/09/1405", date(2026, 11, 26)),
        ("14050905", date(2026, 11, 26)),
        (14050905, date(2026, 11, 26)),
        ("20261126", date(2026, 11, 26)),
        ("پنجشنبه ۵ آذر ۱۴۰۵", date(2026, 11, 26)),
        ("5 آذر ماه 1405", date(2026, 11, 26)),
        ("1448-06-16", date(2026, 11, 26)),
        ("2026-11-26T10:30:00Z", date(2026, 11, 26)),
        ("26/11/2026", date(2026, 11, 26)),
        ("11/26/2026", date(2026, 11, 26)),
        (date(2026, 11, 26), date(2026, 11, 26)),
        (datetime(2026, 11, 26, 23, 59), date(2026, 11, 26)),
        (date(1405, 9, 5), date(2026, 11, 26)),
        (None, None),
        ("", None),
        ("NULL", None),
        ("0000-00-00", None),
    ],
)
def test_dates(stored: Any, day: date | None) -> None:
    assert date_of(stored) == day


@pytest.mark.parametrize("stored", ["soon", "05/06/2026", "1405-13-01", "26-11-26", "784-11-26", "1795651200", 3.5])
def test_what_is_no_date_is_refused(stored: Any) -> None:
    with pytest.raises(ValueError, match="date|month|calendar|day"):
        date_of(stored)


@pytest.mark.parametrize(
    ("stored", "rial"),
    [
        (2500000, 2_500_000),
        ("2500000", 2_500_000),
        ("2,500,000", 2_500_000),
        ("2.500.000", 2_500_000),
        ("2/500/000", 2_500_000),
        ("2500000 ریال", 2_500_000),
        ("25,000 IRR", 25_000),
        ("(5,000)", -5_000),
        ("5000-", -5_000),
        ("۲٬۵۰۰٬۰۰۰", 2_500_000),
        ("2500000.00", 2_500_000),
        (2500000.0, 2_500_000),
        (-50, -50),
        (0, 0),
        (None, None),
        ("", None),
    ],
)
def test_amounts(stored: Any, rial: int | None) -> None:
    assert rial_of(stored) == rial


@pytest.mark.parametrize(
    "stored", ["much", 2.5, "2.5", "inf", "12 toman", "25,00", "1,00,000", "2500000/50", "250000 تومان"]
)
def test_what_is_no_whole_amount_is_refused(stored: Any) -> None:
    with pytest.raises(ValueError, match="amount"):
        rial_of(stored)


def test_texts_states_and_languages() -> None:
    assert [text_of(value) for value in (None, " سارا ", "NULL", "-", 7)] == ["", "سارا", "", "", "7"]
    assert state_of(" Shipped ") is OrderState.SHIPPED
    assert [language_of(value) for value in ("fa", "FA", "Arabic", "ar-IQ", "en", None)] == [
        "fa",
        "fa",
        "ar",
        "ar",
        "",
        "",
    ]
    with pytest.raises(ValueError, match="ارسال"):
        state_of("ارسال شده")


def test_a_field_may_hold_several_numbers() -> None:
    assert numbers_of("0912 123 4567 / 021-88001001") == {"+989121234567", "+982188001001"}
    assert numbers_of("9121234567.0") == {"+989121234567"}
    assert numbers_of(None) == frozenset()


def test_every_way_to_write_a_number_is_that_number() -> None:
    ways = ways_to_write("+989121234567")
    assert {"09121234567", "989121234567", "00989121234567", "۰۹۱۲۱۲۳۴۵۶۷", "٩١٢١٢٣٤٥٦٧"} <= set(ways)
    assert all(numbers_of(way) == {"+989121234567"} for way in ways)
    assert set(ways_to_write("+9647701234567")) >= {"+9647701234567", "009647701234567", "9647701234567"}
    assert "1001" in ways_to_write("1001")


def test_patterns_leave_room_between_the_digits() -> None:
    assert patterns("1001")[0] == "%1%0%0%1%"
    assert patterns("+989121234567")[0] == "%9%1%2%1%2%3%4%5%6%7%"


@pytest.mark.parametrize(
    ("stored", "numbers"),
    [
        ("09121234567 (همسر)", {"+989121234567"}),
        ("09121234567 - 02188776655", {"+989121234567", "+982188776655"}),
        ("021 - 88776655", {"+982188776655"}),
        ("021-88776655 داخلی 102", {"+982188776655"}),
        ("021-88776655 ext. 102", {"+982188776655"}),
        ("9.121234567E9", {"+989121234567"}),
        ("1001", {"1001"}),
    ],
)
def test_what_people_and_spreadsheets_write_beside_a_number(stored: str, numbers: set[str]) -> None:
    assert numbers_of(stored) == numbers
