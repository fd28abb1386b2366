"""One telephone, however it is written."""

import pytest

from bot.crm.numbers import normalise


@pytest.mark.parametrize(
    "written",
    [
        "09121234567",
        "+989121234567",
        "00989121234567",
        "989121234567",
        "9121234567",
        "۰۹۱۲۱۲۳۴۵۶۷",
        "۰۹۱۲ ۱۲۳ ۴۵۶۷",
        "٠٩١٢١٢٣٤٥٦٧",
        "0912-123-4567",
        "+98 (912) 123 45 67",
    ],
)
def test_ways_to_write_an_iranian_mobile(written: str) -> None:
    assert normalise(written) == "+989121234567"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("02188001001", "+982188001001"),
        ("+9647701234567", "+9647701234567"),
        ("9647701234567", "+9647701234567"),
        ("1001", "1001"),
        ("۱۰۰۱", "1001"),
        ("110", "110"),
        ("anonymous", ""),
        ("", ""),
        ("sipp", ""),
    ],
)
def test_others(written: str, number: str) -> None:
    assert normalise(written) == number


@pytest.mark.parametrize("written", ["09121234567", "1001", "", "+9647701234567"])
def test_twice_is_once(written: str) -> None:
    assert normalise(normalise(written)) == normalise(written)
