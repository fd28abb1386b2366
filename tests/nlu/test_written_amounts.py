"""Amounts in every grouping become canonical."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.written_amounts import canonical


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1.000.000", "1,000,000"),
        ("1,000,000", "1,000,000"),
        ("1'000'000", "1,000,000"),
        ("1/250/000", "1,250,000"),
        ("1 000 000", "1,000,000"),
        ("12 345 تومان", "12,345 تومان"),
        ("12 345", "12 345"),  # the groups of an order's number
        ("250/000 ریال", "250,000 ریال"),
        ("250/000", "250/000"),
        ("1.234,56", "1,234.56"),
        ("1,234.56", "1,234.56"),
        ("1.234.567,8", "1,234,567.8"),
        ("1 000,50 دلار", "1,000.50 دلار"),
        ("1,5", "1.5"),
        ("0,250", "0.250"),
        ("2,50", "2.50"),
        ("1,250", "1,250"),
        # one point before three digits
        ("1.250", "1.250"),
        ("1.250 تومان", "1,250 تومان"),
        ("1.250 ريال سعودي", "1,250 ريال سعودي"),
        ("1.250 ريال عماني", "1.250 ريال عماني"),
        ("1.250 دينار كويتي", "1.250 دينار كويتي"),
        ("1.250 دينار عراقي", "1,250 دينار عراقي"),
        ("25.000 دينار", "25,000 دينار"),
        ("1.250 دينار", "1.250 دينار"),
        # no amounts
        ("3.6.2", "3.6.2"),
        ("192.168.100.100", "192.168.100.100"),
        ("192.168.100.100 ریال", "192,168,100,100 ریال"),
        ("0912.345.6789", "0912 345 6789"),
        ("1,2,3", "1، 2، 3"),
        ("5'10", "5'10"),
        ("1.2,3.4", "1.2,3.4"),
        ("10.", "10."),
    ],
)
def test_canonical(written: str, said: str) -> None:
    assert canonical(written) == said


@given(st.integers(0, 10**12), st.sampled_from([",", ".", "'"]))
def test_what_is_canonical_stays_so(value: int, sign: str) -> None:
    said = canonical(f"{value:,} ریال".replace(",", sign))
    assert said == canonical(said) == f"{value:,} ریال"
