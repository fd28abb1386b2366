"""What the Rasa process may log, checked in its own environment."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

CODE = """
import io, json, logging, sys
import structlog
from rasa.utils.log_utils import configure_structlog
configure_structlog(log_level=10)
early = structlog.get_logger("early")
early.info("early.event")
from nlu.rasa import quiet
quiet.install(); quiet.install()
out = io.StringIO()
logging.getLogger().handlers[0].setStream(out)
secret = "شماره ملی من"
early.error("bound.before", text=secret, slot_values={"a": secret})
structlog.get_logger("late").error("bound.after", user_text=secret)
try:
    raise ValueError(secret)
except ValueError:
    structlog.get_logger("x").exception("failed.here", text=secret)
    logging.getLogger("rasa.core").exception("plain failure")
text = out.getvalue()
print(json.dumps({"text": text, "secret": secret, "escaped": json.dumps(secret)[1:-1]}))
"""


@pytest.fixture(scope="module")
def log(in_rasa: Callable[[str], Any]) -> dict[str, str]:
    found: dict[str, str] = in_rasa(CODE)
    return found


def test_no_sentence_reaches_the_log(log: dict[str, str]) -> None:
    assert log["secret"] not in log["text"]
    assert log["escaped"] not in log["text"]


@pytest.mark.parametrize("event", ["bound.before", "bound.after", "failed.here", "plain failure"])
def test_what_happened_does(log: dict[str, str], event: str) -> None:
    assert event in log["text"]


def test_errors_are_told_by_type_and_place(log: dict[str, str]) -> None:
    assert "ValueError at <string>:" in log["text"]
