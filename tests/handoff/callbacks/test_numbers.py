"""Numbers as callers' telephones show them, and which of them are dialled."""

import pytest

from handoff.callbacks.numbers import NATIONAL, allowed, dialable


@pytest.mark.parametrize(
    ("shown", "dialled"),
    [
        ("09121234567", "09121234567"),
        ("+989121234567", "09121234567"),
        ("00989121234567", "09121234567"),
        ("989121234567", "09121234567"),
        ("9121234567", "09121234567"),
        ("+98 912 123 4567", "09121234567"),
        ("+98 (0)912-123-45.67", "09121234567"),
        ("۰۹۱۲۱۲۳۴۵۶۷", "09121234567"),
        ("٠٢١٤٤٥٥٦٦٧٧", "02144556677"),
        ("+9647901234567", "009647901234567"),
        ("0012025550100", "0012025550100"),
        ("200", "200"),
        ("", ""),
        ("anonymous", ""),
        ("Restricted", ""),
        ("+", ""),
        ("7", ""),
        ("0912x1234567", ""),
        ("0" * 30, ""),
    ],
)
def test_a_number_is_dialled_as_a_national_one(shown: str, dialled: str) -> None:
    assert dialable(shown, "98") == dialled


def test_another_country_has_its_own_code() -> None:
    assert dialable("+9647901234567", "964") == "07901234567"
    assert dialable("+989121234567", "964") == "00989121234567"
    assert dialable("+989121234567", "") == "00989121234567"


@pytest.mark.parametrize("number", ["09121234567", "02144556677", "05136001234"])
def test_mobile_and_fixed_lines_are_called_where_nothing_is_said(number: str) -> None:
    assert allowed(number, NATIONAL, "98")


@pytest.mark.parametrize(
    "number",
    [
        "110",
        "115",
        "0110",
        "911",
        "9",
        "09099071234",
        "00989121234567",
        "00120255501",
        "200",
        "0912123456",
        "0912123456789",
    ],
)
def test_nothing_else_is(number: str) -> None:
    assert not allowed(number, NATIONAL, "98")


@pytest.mark.parametrize("number", ["110", "09099071234", "009647901234567"])
def test_no_wildcard_stands_for_the_beginning_of_what_costs_or_harms(number: str) -> None:
    assert not allowed(number, ("*", "0*", "1*", "???", "09*", "[0-9]*"), "98")


@pytest.mark.parametrize(
    ("number", "pattern"),
    [
        ("110", "110"),
        ("09099071234", "0909*"),
        ("009647901234567", "00964*"),
        ("009647901234567", "+964*"),
        ("200", "2??"),
        ("09121234567", "09*"),
    ],
)
def test_what_is_named_is_called(number: str, pattern: str) -> None:
    assert allowed(number, ("0000", pattern), "98")


def test_what_nine_digits_hide_is_seen() -> None:
    """Premium lines are shown without their zero."""
    assert not allowed(dialable("9099071234", "98"), NATIONAL, "98")


def test_without_a_pattern_nobody_is_called() -> None:
    assert not allowed("09121234567", (), "98")
