"""Callers who put themselves right."""

import pytest

from tests.nlu.values.reading import first, readings


@pytest.mark.parametrize(
    ("kind", "language", "text", "value"),
    [
        ("date", "fa", "شنبه، نه، یکشنبه", "2026-12-06"),
        ("date", "ar", "السبت لا آسف الجمعة", "2026-12-04"),
        ("time", "fa", "ساعت نه صبح", "09:00"),  # «نه» is nine here
        ("date", "fa", "نه آذر", "2026-11-30"),
        ("date", "fa", "بیست و نه آذر", "2026-12-20"),
        ("quantity", "ar", "خمسة عفوا ستة", 6),
    ],
)
def test_the_last_one_is_meant(kind: str, language: str, text: str, value: object) -> None:
    assert first(kind, text, language) == value


def test_what_was_said_before_is_given_as_well() -> None:
    assert "2026-12-05" in [one.value for one in readings("date", "شنبه، نه، یکشنبه", "fa")]
