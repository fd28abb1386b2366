"""`custom:` of a response: what it tells the call. A key or value that the call does not know would be passed over.

expect: general | digits | yesno          what is listened for
wait_s: seconds                           how long the caller may be silent
offer: human                              «yes» to it brings a human
offer: more                               «no» to it ends the call
handoff: {reason: ..., skill: ...}        a human takes over
hangup: true                              the call ends
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nlu.errors import DataProblem
from nlu.training.data_check.names import meant, unknown_keys
from nlu.training.data_check.read import Document, Map

OFFERS = ("human", "more")
EXPECTED = ("general", "digits", "yesno", "date", "free")
LONGEST_WAIT_S = 600
LONGEST_NUMBER = 24
REASONS = (
    "asked_for_human", "key_zero", "complaint", "no_match", "no_input", "low_confidence", "bad_number", "no_number",
    "not_owner", "no_progress", "not_arrived", "account_trouble", "emergency", "call_wanted", "crm_unavailable",
    "component_failed", "called_back",
)  # fmt: skip
"""Those of `handoff.reasons.Reason`."""
_KEYS = {"expect", "link", "wait_s", "offer", "handoff", "hangup"}


def check_payload(document: Document, name: str, line: int, custom: Any) -> Iterator[DataProblem]:
    """What stands behind `custom:` of response `name`."""
    if not isinstance(custom, Map):
        remedy = "Write it like this: custom: {expect: yesno}."
        yield document.problem(line, f"`custom:` of response '{name}' holds no keys", remedy)
        return
    yield from unknown_keys(document, custom, _KEYS, f"`custom:` of response '{name}'")
    expected = custom.get("expect", EXPECTED[0])
    if isinstance(expected, Map):
        yield from _check_length(document, name, expected)
        expected = expected.get("kind")
    if expected not in EXPECTED:
        remedy = meant(expected, EXPECTED, f"Known are: {', '.join(EXPECTED)}.")
        what = f"response '{name}' expects '{expected}', which the line does not know"
        yield document.problem(custom.lines["expect"], what, remedy)
    wait_s = custom.get("wait_s", 1)
    if isinstance(wait_s, bool) or not isinstance(wait_s, int | float) or not 0 < wait_s <= LONGEST_WAIT_S:
        what = f"`wait_s:` of response '{name}' is no number of seconds up to {LONGEST_WAIT_S}"
        yield document.problem(custom.lines["wait_s"], what, "Write e.g. wait_s: 30.")
    if custom.get("offer", OFFERS[0]) not in OFFERS:
        what = f"response '{name}' offers '{custom['offer']}', which the line does not know"
        yield document.problem(custom.lines["offer"], what, "Write offer: human, or offer: more.")
    if "hangup" in custom and custom["hangup"] is not True:
        what = f"`hangup:` of response '{name}' is '{custom['hangup']}'"
        yield document.problem(custom.lines["hangup"], what, "Write hangup: true, or delete it.")
    if "handoff" in custom:
        yield from _check_handoff(document, name, custom)


def _check_length(document: Document, name: str, expected: Map) -> Iterator[DataProblem]:
    yield from unknown_keys(document, expected, {"kind", "length"}, f"`expect:` of response '{name}'")
    length = expected.get("length", 1)
    if isinstance(length, bool) or not isinstance(length, int) or not 0 < length <= LONGEST_NUMBER:
        what = f"`length:` of response '{name}' is no number of digits up to {LONGEST_NUMBER}"
        yield document.problem(expected.lines["length"], what, "Write e.g. expect: {kind: digits, length: 5}.")


def _check_handoff(document: Document, name: str, custom: Map) -> Iterator[DataProblem]:
    wish, line = custom["handoff"], custom.lines["handoff"]
    if not isinstance(wish, Map) or not wish.get("reason"):
        remedy = "Write it like this: handoff: {reason: asked_for_human}."
        yield document.problem(line, f"`handoff:` of response '{name}' names no reason", remedy)
        return
    yield from unknown_keys(document, wish, {"reason", "skill"}, f"`handoff:` of response '{name}'")
    if wish["reason"] not in REASONS:
        remedy = meant(wish["reason"], REASONS, f"Known are: {', '.join(REASONS)}.")
        yield document.problem(line, f"response '{name}' hands over for the unknown reason '{wish['reason']}'", remedy)
