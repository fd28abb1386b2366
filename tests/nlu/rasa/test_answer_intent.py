"""What answers the open question is an answer, in the Rasa environment."""

import json
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

CODE = """
import json
from rasa.shared.nlu.training_data.message import Message
from nlu.rasa.answer_intent import AnswerIntent

component = AnswerIntent.create({}, None, None, None)

def look(text, intent, confidence, asked, now="2026-11-30T10:00:00"):
    ranking = [{"name": intent, "confidence": confidence}]
    one = Message({"text": text, "intent": dict(ranking[0]), "intent_ranking": ranking, "metadata": {"now": now}})
    if asked is not None:
        one.set("metadata", {"asked": asked, "now": now})
    component.process([one])
    found = one.get("intent")
    return [found["name"], found["confidence"], [each["name"] for each in one.get("intent_ranking")]]

CASES = json.loads(%r)
silent = Message({"metadata": {"asked": {"slot": "n", "kind": "digits(5)"}}})
bare = Message({"text": "یک دو سه چهار پنج", "metadata": {"asked": {"slot": "n", "kind": "digits(5)"}}})
component.process([silent, bare])
print(json.dumps({
    "cases": {name: look(*case) for name, case in CASES.items()},
    "silent": silent.get("intent"),
    "bare": bare.get("intent"),
}))
"""
N, CITY = {"slot": "n", "kind": "digits(5)"}, {"slot": "city", "kind": "text"}
SURE, DAY = {"slot": "sure", "kind": "yesno"}, {"slot": "day", "kind": "date"}
AT = {"slot": "at", "kind": {"kind": "choice", "choices": {"home": {"fa": ["خانه"], "ar": ["البيت"]}}}}
NUMBER = "یک دو سه چهار پنج"

TABLE: dict[str, tuple[tuple[Any, ...], str]] = {
    "a number that was not understood": ((NUMBER, "nlu_fallback", 0.3, N), "inform"),
    "a number that was out of scope": ((NUMBER, "out_of_scope", 0.9, N), "inform"),
    "a number taken for a request, however sure": ((NUMBER, "ask_balance", 0.99, N), "inform"),
    "a part of a number that was not understood": (("دوازده", "nlu_fallback", 0.3, N), "inform"),
    "a part of a number taken for a request, unsure": (("ساعت ده بازید", "ask_hours", 0.5, N), "inform"),
    "a part of a number in a request that is sure": (("ساعت ده بازید", "ask_hours", 0.6, N), "ask_hours"),
    "no is no nine": (("نه", "deny", 0.9, N), "deny"),
    "words without a number": (("آدرستون کجاست", "nlu_fallback", 0.3, N), "nlu_fallback"),
    "a request while a number is asked for": (("آدرستون کجاست", "ask_address", 0.7, N), "ask_address"),
    "any words where words are asked for": (("تهران", "ask_address", 0.7, CITY), "inform"),
    "a sure request where words are asked for": (("آدرستون کجاست", "ask_address", 0.75, CITY), "ask_address"),
    "words of no intent": (("تهران", "nlu_fallback", 0.99, CITY), "inform"),
    "yes": (("بله", "nlu_fallback", 0.3, SURE), "affirm"),
    "no": (("نخیر", "out_of_scope", 0.3, SURE), "deny"),
    "yes that was understood": (("بله", "affirm", 0.5, SURE), "affirm"),
    "a request that sounds like yes": (("بله موجودی", "ask_balance", 0.5, SURE), "ask_balance"),
    "neither yes nor no": (("موجودی", "nlu_fallback", 0.3, SURE), "nlu_fallback"),
    "one of the choices": (("خانه", "ask_address", 0.7, AT), "inform"),
    "one of the choices in a sure request": (("آدرس خانه", "ask_address", 0.8, AT), "ask_address"),
    "none of the choices": (("دفتر", "nlu_fallback", 0.3, AT), "nlu_fallback"),
    "a day": (("فردا", "ask_hours", 0.9, DAY), "inform"),
    "no day": (("سلام", "greet", 0.9, DAY), "greet"),
    "an answer in Arabic": (("واحد اثنين ثلاثة أربعة خمسة", "nlu_fallback", 0.3, N), "inform"),
    "nothing is asked for": ((NUMBER, "nlu_fallback", 0.3, None), "nlu_fallback"),
    "nothing was said": (("", "nlu_fallback", 0.3, N), "nlu_fallback"),
    "a kind of another release": ((NUMBER, "nlu_fallback", 0.3, {"slot": "n", "kind": "colour"}), "nlu_fallback"),
    "a question without a kind": ((NUMBER, "nlu_fallback", 0.3, {"slot": "n"}), "nlu_fallback"),
    "a question that is none": ((NUMBER, "nlu_fallback", 0.3, ["n"]), "nlu_fallback"),
}


@pytest.fixture(scope="module")
def found(in_rasa: Callable[[str], Any]) -> dict[str, Any]:
    cases = {name: case for name, (case, _) in TABLE.items()}
    result: dict[str, Any] = in_rasa(CODE % json.dumps(cases))
    return result


@pytest.mark.parametrize("name", TABLE)
def test_an_answer_is_an_answer(found: dict[str, Any], name: str) -> None:
    assert found["cases"][name][0] == TABLE[name][1]


@pytest.mark.parametrize("name", TABLE)
def test_what_it_was_taken_for_stays_in_the_ranking(found: dict[str, Any], name: str) -> None:
    (_, before, confidence, _), wanted = TABLE[name]
    _, sure, ranking = found["cases"][name]
    if wanted == before:
        assert (sure, ranking) == (confidence, [before])
    else:
        assert (sure, ranking) == (1.0, [wanted, before])


def test_a_message_without_words_or_without_an_intent(found: dict[str, Any]) -> None:
    assert found["silent"] is None
    assert found["bare"] == {"name": "inform", "confidence": 1.0}
