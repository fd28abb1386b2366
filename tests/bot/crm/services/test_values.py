"""Values as the field has them: read, or refused."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.crm.services.model import Input, Kind, Output
from bot.crm.services.values import like, read_input, read_output, ways


@pytest.mark.parametrize(
    ("kind", "stored", "told"),
    [
        (Kind.TEXT, "  سارا   محمدی ", "سارا محمدی"),
        (Kind.TEXT, "NULL", None),
        (Kind.TEXT, 12, "12"),
        (Kind.DIGITS, "۱۲۳ ۴۵", "12345"),
        (Kind.DIGITS, 12345.0, "12345"),
        (Kind.DIGITS, "", None),
        (Kind.NUMBER, "۱٬۲۰۰", 1200),
        (Kind.NUMBER, Decimal("2.50"), 2.5),
        (Kind.NUMBER, True, 1),
        (Kind.DATE, "1405/09/14", "2026-12-05"),
        (Kind.DATE, 14050914, "2026-12-05"),
        (Kind.DATE, "۵ آذر ۱۴۰۵", "2026-11-26"),
        (Kind.DATE, datetime(2026, 12, 5, 10), "2026-12-05"),
        (Kind.DATE, "0000-00-00", None),
        (Kind.TIME, "16:45:00", "16:45"),
        (Kind.TIME, "۹:۰۵", "09:05"),
        (Kind.TIME, 930, "09:30"),
        (Kind.TIME, time(9, 30), "09:30"),
        (Kind.TIME, timedelta(hours=17, minutes=15), "17:15"),
        (Kind.TIME, "2026-12-05T08:00:00", "08:00"),
        (Kind.PHONE, "0912 123-4567", "+989121234567"),
        (Kind.PHONE, "۰۹۱۲۱۲۳۴۵۶۷", "+989121234567"),
        (Kind.PHONE, "1001", "1001"),
        (Kind.YESNO, 1, True),
        (Kind.YESNO, b"0".decode(), False),
        (Kind.YESNO, "بله", True),
        (Kind.YESNO, "نعم", True),
        (Kind.YESNO, "خیر", False),
        (Kind.YESNO, None, None),
    ],
)
def test_what_stands_in_a_column(kind: Kind, stored: Any, told: Any) -> None:
    found = read_output(stored, Output("a", kind))
    assert found == told and type(found) is type(told)


@pytest.mark.parametrize(
    ("stored", "unit", "rial"),
    [(250_000, "rial", 250_000), (25_000, "toman", 250_000), ("۲۵٬۰۰۰", "toman", 250_000), (25_000.0, "rial", 25_000)],
)
def test_money_is_rial_whatever_the_column_holds(stored: Any, unit: Any, rial: int) -> None:
    assert read_output(stored, Output("a", Kind.MONEY, unit)) == {"value": rial, "currency": "IRR"}


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (Kind.DIGITS, "A-12"),
        (Kind.NUMBER, "many"),
        (Kind.NUMBER, "nan1"),
        (Kind.MONEY, "1.5.2"),
        (Kind.DATE, "soon"),
        (Kind.TIME, "25:00"),
        (Kind.TIME, "later"),
        (Kind.PHONE, "none at all"),
        (Kind.YESNO, "perhaps"),
        (Kind.TEXT, {"a": 1}),
    ],
)
def test_what_is_nothing_of_its_kind_is_refused(kind: Kind, stored: Any) -> None:
    with pytest.raises(ValueError):
        read_output(stored, Output("a", kind))


@pytest.mark.parametrize(
    ("wanted", "slot", "bound"),
    [
        (Input(Kind.DATE), "2026-12-05", date(2026, 12, 5)),
        (Input(Kind.DATE, jalali=True), "2026-12-05", "1405/09/14"),
        (Input(Kind.MONEY), {"value": 200_000, "currency": "IRR"}, 200_000),
        (Input(Kind.MONEY, "toman"), {"value": 200_000, "currency": "IRR"}, 20_000),
        (Input(Kind.MONEY), {"value": 20_000, "currency": "IRT"}, 200_000),
        (Input(Kind.PHONE), "0912 123 4567", "+989121234567"),
        (Input(Kind.DIGITS), "۱۲۳۴۵", "12345"),
        (Input(Kind.TEXT), "x' OR 1=1 --", "x' OR 1=1 --"),
        (Input(Kind.TEXT), "", None),
        (Input(Kind.YESNO), False, False),
    ],
)
def test_what_a_slot_holds_is_bound(wanted: Input, slot: Any, bound: Any) -> None:
    assert read_input(slot, wanted) == bound


@pytest.mark.parametrize(
    ("wanted", "slot"),
    [
        (Input(Kind.MONEY, "toman"), {"value": 200_005, "currency": "IRR"}),
        (Input(Kind.MONEY), {"value": 5, "currency": "USD"}),
        (Input(Kind.DIGITS), "12345' OR 1=1"),
        (Input(Kind.DATE), "2026-02-31"),
    ],
)
def test_what_a_slot_should_not_hold_is_refused(wanted: Input, slot: Any) -> None:
    with pytest.raises(ValueError):
        read_input(slot, wanted)


def test_ways_hold_both_keyboards_and_all_digits() -> None:
    found = ways("کریم ۲", Kind.TEXT)
    assert {"کریم ۲", "كريم ۲"} <= set(found)
    assert {"09121234567", "+989121234567", "۰۹۱۲۱۲۳۴۵۶۷"} <= set(ways("+989121234567", Kind.PHONE))
    assert ways(None, Kind.PHONE)  # `IN ()` would be no SQL


def test_a_pattern_fits_any_spelling_and_holds_nothing_of_what_was_said_but_letters() -> None:
    assert like("گوشی ساده") == "%گوش_%ساده%"
    assert like("100%_[a]^\\") == "%100a%"
