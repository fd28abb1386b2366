"""The figures of a decoded set."""

from pathlib import Path

import pytest

from bot.lab.evaluation.speech_decoding import Decoded
from bot.lab.evaluation.speech_figures import Judged, breakdown, figures_of, judge
from bot.lab.evaluation.utterances import Sample

INTENTS = {"سلام موجودی": "ask_balance", "سفارش من": "ask_order_status", "سفارش": "ask_order_status"}


def intent_of(text: str) -> str:
    return INTENTS.get(text, "nlu_fallback" if text else "")


def decoded(text: str, heard: str, **facts: str) -> Decoded:
    sample = Sample(Path("x.wav"), "fa", text, **facts)  # type: ignore[arg-type]
    return Decoded(sample, heard, sound_ms=2000, decode_ms=200.0, first_partial_ms=300, final_ms=12.0)


def judged(*pairs: Decoded) -> list[Judged]:
    return [judge(pair, {"fa": intent_of}) for pair in pairs]


PAIRS = (
    decoded("سلام موجودی", "سلام موجودی", speaker="a", condition="clean"),
    decoded("سفارش من", "سفارش", speaker="b", condition="noise15"),
)


def test_rates_speed_and_latency() -> None:
    figures = figures_of([judge(pair, None) for pair in PAIRS])
    assert figures["word_error_rate"] == 0.25
    assert figures["character_error_rate"] == pytest.approx(2 / 17, abs=1e-4)
    assert figures["sentence_accuracy"] == 0.5
    assert figures["real_time_factor"] == 0.1
    assert (figures["first_partial_p50_ms"], figures["final_p95_ms"]) == (300, 12)
    assert figures["intent_accuracy"] is figures["number_accuracy"] is None


def test_without_an_intent_of_its_own_a_clip_means_what_its_text_means() -> None:
    assert figures_of(judged(*PAIRS))["intent_accuracy"] == 1.0
    assert figures_of(judged(decoded("سفارش من", "من")))["intent_accuracy"] == 0.0


def test_the_intent_that_people_judged_counts_before_that_of_the_text() -> None:
    (one,) = judged(decoded("سفارش من", "سفارش", intent="complaint"))
    assert (one.right_intent, one.right_text_intent) == (False, False)
    figures = figures_of(judged(decoded("کجا مونده", "سفارش", intent="ask_order_status")))
    assert (figures["intent_accuracy"], figures["intent_accuracy_of_text"]) == (1.0, 0.0)


@pytest.mark.parametrize(("heard", "right"), [("", True), ("بلیت", True), ("سفارش", False)])
def test_what_nobody_can_serve_is_right_when_it_is_refused(heard: str, right: bool) -> None:
    (one,) = judged(decoded("بلیت کنسرت", heard, intent="out_of_scope"))
    assert one.right_intent is right


def test_nothing_heard_is_no_request() -> None:
    (one,) = judged(decoded("سفارش من", "", intent="ask_order_status"))
    assert one.right_intent is False


@pytest.mark.parametrize(
    ("heard", "share"), [("یک دو سه چهار پنج", 1.0), ("دوازده سیصد و چهل و پنج", 1.0), ("یک دو سه چهار", 0.0)]
)
def test_a_number_is_right_when_all_its_digits_are(heard: str, share: float) -> None:
    figures = figures_of([judge(decoded("۱۲۳۴۵", heard, order_number="12345"), None)])
    assert figures["number_accuracy"] == share


def test_groups_are_languages_speakers_and_conditions() -> None:
    groups = breakdown(judged(*PAIRS, decoded("سلام", "سلام")))
    counts = {name: {key: figures["clips"] for key, figures in group.items()} for name, group in groups.items()}
    assert counts == {"language": {"fa": 3}, "speaker": {"a": 1, "b": 1}, "condition": {"clean": 1, "noise15": 1}}
