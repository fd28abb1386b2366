"""Numbers as they are kept."""

import pytest
from sqlalchemy import Engine

from bot.journal.privacy import REDACTED, Redaction, keep, mask
from bot.journal.reader import JournalReader
from bot.journal.writer import Journal
from tests.bot.journal.sample import NUMBER, started


@pytest.mark.parametrize(
    ("number", "masked"),
    [(NUMBER, "0912*****67"), ("1001", "****"), ("123456", "******"), ("1234567", "1234*67"), ("", "")],
)
def test_masking_keeps_the_ends(number: str, masked: str) -> None:
    assert mask(number) == masked


def test_a_number_may_be_kept() -> None:
    assert keep(NUMBER) == NUMBER


def test_the_number_is_hidden_on_its_way_in(engine: Engine, reader: JournalReader) -> None:
    journal = Journal(engine, hide=mask)
    journal.call_started(started("call-1"))
    assert journal.close()
    assert reader.calls()[0].caller == "0912*****67"


def test_a_text_without_secrets_is_the_same_and_without_kinds_every_text_is() -> None:
    assert Redaction(REDACTED).text("سفارش ۱۲۳۴۵ کجاست", "fa") == "سفارش ۱۲۳۴۵ کجاست"
    assert Redaction(REDACTED).text("", "fa") == ""
    assert Redaction().text("6037991234567893", "fa") == "6037991234567893"
    assert Redaction(("card",)).text("6037991234567893", "ar") == "[card]"


def test_mobiles_are_kept_for_call_backs() -> None:
    assert "mobile" not in REDACTED
    assert Redaction(REDACTED).text("09121234567", "fa") == "09121234567"


def test_a_card_is_taken_out_of_a_note_in_either_language() -> None:
    note = Redaction(("card",)).note
    assert "6037" not in note("کارت 6037-9975-9123-4565 را گفت")
    assert "6037" not in note("البطاقة 6037 9975 9123 4565")
    assert note("سفارش 12345") == "سفارش 12345"
