"""What a response tells the call is known to the call."""

from pathlib import Path

import pytest

from handoff.reasons import Reason
from nlu.training.data_check.payloads import REASONS, check_payload
from nlu.training.data_check.read import read


def told(tmp_path: Path, custom: str) -> list[str]:
    path = tmp_path / "responses.yml"
    path.write_text(f"a: 1\ncustom: {custom}\n", encoding="utf-8")
    document = read(path, {})
    return [
        str(one).partition("responses.yml:")[2]
        for one in check_payload(document, "utter_a", 2, document.tree["custom"])
    ]


def test_the_reasons_are_those_of_the_handoff() -> None:
    assert set(REASONS) == {reason.value for reason in Reason}


@pytest.mark.parametrize(
    "custom",
    [
        "{expect: yesno, offer: human}",
        "{expect: {kind: digits, length: 5}}",
        "{expect: {kind: digits}}",
        "{wait_s: 30}",
        "{hangup: true}",
        "{handoff: {reason: complaint, skill: complaints}}",
    ],
)
def test_what_the_call_knows_is_right(tmp_path: Path, custom: str) -> None:
    assert told(tmp_path, custom) == []


@pytest.mark.parametrize(
    ("custom", "words"),
    [
        ("wait", "2: `custom:` of response 'utter_a' holds no keys."),
        ("{wait: 30}", "unknown key 'wait'"),
        ("{wait_s: 30s}", "`wait_s:` of response 'utter_a' is no number of seconds"),
        ("{wait_s: -1}", "Write e.g. wait_s: 30."),
        ("{wait_s: true}", "is no number of seconds"),
        ("{expect: digit}", "expects 'digit', which the line does not know. Did you mean 'digits'?"),
        ("{expect: {kind: digit, length: 5}}", "Did you mean 'digits'?"),
        ("{expect: {kind: digits, lenght: 5}}", "unknown key 'lenght'"),
        ("{expect: {kind: digits, length: five}}", "Write e.g. expect: {kind: digits, length: 5}."),
        ("{offer: agent}", "offers 'agent'"),
        ("{hangup: yess}", "`hangup:` of response 'utter_a' is 'yess'. Write hangup: true"),
        ("{handoff: true}", "names no reason. Write it like this: handoff: {reason: asked_for_human}."),
        ("{handoff: {reason: complain}}", "unknown reason 'complain'. Did you mean 'complaint'?"),
        ("{transfer: 200}", "unknown key 'transfer'"),
    ],
)
def test_what_the_call_does_not_know_is_told(tmp_path: Path, custom: str, words: str) -> None:
    (found,) = told(tmp_path, custom)
    assert words in found
