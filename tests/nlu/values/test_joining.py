"""Values that are said in parts."""

import pytest

from nlu.values import Reading, join, parse_kind
from tests.nlu.values.reading import readings

FIVE = parse_kind("digits(5)")


def joined(before: str, now: str) -> list[tuple[str, bool]]:
    found = join(FIVE, readings("digits(5)", before, "fa") if before else (), readings("digits(5)", now, "fa"))
    return [(one.value, one.part) for one in found]


@pytest.mark.parametrize(
    ("before", "now", "value", "part"),
    [
        ("", "یک دو سه چهار پنج", "12345", False),
        ("", "دوازده", "12", True),
        ("دوازده", "سیصد و چهل و پنج", "12345", False),
        ("نود و نه", "یک دو سه چهار پنج", "12345", False),
        ("یک دو", "سه چهار", "1234", True),
        ("یک دو سه", "سه چهار پنج شش", "3456", True),
    ],
)
def test_parts_and_wholes(before: str, now: str, value: str, part: bool) -> None:
    assert joined(before, now)[0] == (value, part)


def test_what_may_be_begun_anew_is_given_as_well() -> None:
    assert ("34", True) in joined("یک دو", "سه چهار")


def test_other_kinds_are_not_joined() -> None:
    now = (Reading("2026-12-05"),)
    assert join(parse_kind("date"), (Reading("2026-12-04"),), now) == now
