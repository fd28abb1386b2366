"""One key for the ways in which one number is written."""

import pytest

from handoff.caller_key import caller_key


@pytest.mark.parametrize(
    "number",
    [
        "09121234567",
        "+989121234567",
        "00989121234567",
        "989121234567",
        "9121234567",
        "0912 123 45 67",
        "۰۹۱۲۱۲۳۴۵۶۷",
        "٠٩١٢١٢٣٤٥٦٧",
    ],
)
def test_an_iranian_mobile(number: str) -> None:
    assert caller_key(number) == "121234567"


@pytest.mark.parametrize("number", ["+971501234567", "0501234567", "00971 50 123 4567"])
def test_a_number_with_a_shorter_plan(number: str) -> None:
    assert caller_key(number) == "501234567"


@pytest.mark.parametrize(("number", "key"), [("200", "200"), ("", ""), ("anonymous", ""), ("+", ""), ("²", "")])
def test_extensions_and_hidden_numbers(number: str, key: str) -> None:
    assert caller_key(number) == key
