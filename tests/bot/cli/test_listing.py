"""Lists on narrow and wide terminals: nothing is cut."""

import io

import pytest
from rich.console import Console

from bot.cli.listing import show

HEADERS = ("call", "caller", "end", "note")
ROWS = [
    ("0123456789abcdef", "+989121234567", "caller_hung_up", "«سلام» [keys] 12345"),
    ("fedcba9876543210", "09121234567", "", "x" * 120),
]


def shown(width: int) -> str:
    out = io.StringIO()
    show(HEADERS, ROWS, heads=2, to=Console(file=out, width=width, highlight=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [20, 80, 400])
def test_ids_numbers_and_texts_are_whole_at_every_width(width: int) -> None:
    text = shown(width)
    for row in ROWS:
        for value in filter(None, row):
            assert value in text
    assert "…" not in text


def test_a_wide_terminal_gets_a_table_and_a_narrow_one_records() -> None:
    assert shown(400).splitlines()[0].split() == list(HEADERS)
    assert shown(80).splitlines()[:2] == [
        "0123456789abcdef  +989121234567",
        "    end caller_hung_up · note «سلام» [keys] 12345",
    ]


def test_an_empty_list_is_its_headers() -> None:
    out = io.StringIO()
    show(HEADERS, [], heads=2, to=Console(file=out, width=80))
    assert out.getvalue().split() == list(HEADERS)
