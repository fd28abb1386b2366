"""Numbers as owners write them."""

import pytest

from bot.settings.config_numbers import meant


@pytest.mark.parametrize(
    ("text", "unit", "share", "value"),
    [
        ("30s", "seconds", False, 30),
        ("2 min", "seconds", False, 120),
        ("۳۰ ثانیه", "seconds", False, 30),
        ("0.6s", "milliseconds", False, 600),
        ("600", "milliseconds", False, 600),
        ("1,000", "", False, 1000),
        ("۵۰۶۰", "", False, 5060),
        ("-23 LUFS", "LUFS", False, -23),
        ("95%", "", True, 0.95),
        ("30", "", True, 0.3),
        ("0.3", "", True, 0.3),
        ("30s", "", False, None),
        ("5060/udp", "", False, 5060),
        ("5060 # SIP", "", False, 5060),
        ("0,3", "", True, 0.3),
        ("5060 5061", "", False, None),
        ("many", "", False, None),
        ("", "", False, None),
    ],
)
def test_what_was_meant(text: str, unit: str, share: bool, value: float | None) -> None:
    assert meant(text, unit, share=share) == value
