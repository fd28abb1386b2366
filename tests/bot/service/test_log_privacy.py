"""Lines of the log lose cards and identity numbers, and nothing else."""

import logging

import pytest

from bot.service.log_privacy import RedactingFilter, redact_log
from nlu.numbers.redaction import Kind

CARD = "6037991234567893"


def told(message: str, *arguments: object) -> str:
    record = logging.LogRecord("a", logging.INFO, "file", 1, message, arguments, None)
    assert RedactingFilter(("card", "national_id")).filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("message", "arguments", "left"),
    [
        ("refused: %s", (CARD,), "refused: [card]"),
        (f"refused: {CARD} after %d ms", (5,), "refused: [card] after 5 ms"),
        ("card 6037 9912 3456 7893.", (), "card [card]."),
        ("call 0011223344556677 lasted %d ms", (1234,), "call 0011223344556677 lasted 1234 ms"),
        ("call a0b1c2d3e4f56789 is over", (), "call a0b1c2d3e4f56789 is over"),
        ("%s:%d", ("127.0.0.1", 5060), "127.0.0.1:5060"),
        ("2026-11-30 17:00:00,123", (), "2026-11-30 17:00:00,123"),
    ],
)
def test_a_line(message: str, arguments: tuple[object, ...], left: str) -> None:
    assert told(message, *arguments) == left


def test_a_line_whose_arguments_do_not_fit_is_left_to_logging() -> None:
    record = logging.LogRecord("a", logging.INFO, "file", 1, "%d %d", ("x",), None)
    assert RedactingFilter(()).filter(record)


def test_it_is_put_up_and_taken_down() -> None:
    kinds: list[Kind] = ["card"]
    handler = logging.NullHandler()
    logging.getLogger().addHandler(handler)
    try:
        end = redact_log(kinds)
        assert any(isinstance(one, RedactingFilter) for one in handler.filters)
        end()
        assert handler.filters == []
    finally:
        logging.getLogger().removeHandler(handler)
