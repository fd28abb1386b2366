"""A notice is genuine, or it is not."""

import hashlib
import hmac
import re
import time
from pathlib import Path
from typing import Any

import pytest

from bot.console.signature import is_genuine, sign

BODY, SECRET, NOW_S = '{"id": "سلام"}'.encode(), b"s" * 32, 1_796_058_300
HEADER = sign(BODY, SECRET, NOW_S)


def test_it_is_what_the_docs_say() -> None:
    expected = hmac.new(SECRET, b"1796058300." + BODY, hashlib.sha256).hexdigest()
    assert f"t=1796058300,v1={expected}" == HEADER
    assert is_genuine(BODY, HEADER, SECRET, NOW_S + 300)


@pytest.mark.parametrize(
    ("body", "header", "secret", "now_s"),
    [
        (BODY + b" ", HEADER, SECRET, NOW_S),
        (BODY, HEADER, b"t" * 32, NOW_S),
        (BODY, HEADER, SECRET, NOW_S + 301),
        (BODY, HEADER, SECRET, NOW_S - 301),
        (BODY, HEADER.replace("t=1796058300", "t=1796058301"), SECRET, NOW_S),
        (BODY, HEADER.partition(",")[2], SECRET, NOW_S),
        (BODY, "", SECRET, NOW_S),
        (BODY, HEADER + "0", SECRET, NOW_S),
        (BODY, HEADER.upper(), SECRET, NOW_S),
    ],
)
def test_what_was_changed_or_recorded_is_not(body: bytes, header: str, secret: bytes, now_s: int) -> None:
    assert not is_genuine(body, header, secret, now_s)


def test_the_snippet_of_the_docs_says_the_same() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert found is not None
    told: dict[str, Any] = {}
    exec(found[1], told)
    now_s = int(time.time())
    genuine = sign(BODY, SECRET, now_s)
    given = [(BODY, genuine), (BODY + b" ", genuine), (BODY, ""), (BODY, sign(BODY, SECRET, now_s - 400))]
    assert [told["is_genuine"](body, header, SECRET) for body, header in given] == [True, False, False, False]
