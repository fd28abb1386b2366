"""The whisper says who waits, what was asked, how it stands and why a human is needed."""

from dataclasses import replace

import pytest

from handoff.packet import ContextPacket, Fact, IntentTried, Mood, PacketCaller
from handoff.reasons import Reason
from handoff.summary import whisper
from tests.shipped import SENTENCES


def test_the_sentence_of_the_design(packet: ContextPacket) -> None:
    expected = "خانم محمدی، موجودی و سفارش ۱۲۳۴۵ را پرسید، سفارش در راه است، می‌خواهد با اپراتور صحبت کند."
    assert whisper(packet, SENTENCES) == expected


def test_in_arabic(packet: ContextPacket) -> None:
    arabic = replace(packet, language="ar", caller=PacketCaller(name="كريم الساعدي"))
    expected = "كريم الساعدي، استفسار عن الرصيد والطلب ١٢٣٤٥، الطلب في الطريق، المطلوب هو التحدث مع موظف."
    assert whisper(arabic, SENTENCES, "ar") == expected


def test_a_stranger_who_said_nothing(packet: ContextPacket) -> None:
    bare = replace(packet, caller=PacketCaller(), intents=(), slots=(), facts=(), reason=Reason.NO_INPUT)
    assert whisper(bare, SENTENCES) == "یک مشتری ناشناس، ربات صدایش را نشنید."


def test_an_order_without_its_number(packet: ContextPacket) -> None:
    asked = replace(packet, intents=(IntentTried("ask_order_status"),), slots=(), facts=(), reason=Reason.NO_NUMBER)
    assert whisper(asked, SENTENCES) == "خانم محمدی، سفارش را پرسید، شمارهٔ سفارشش را نمی‌داند."


def test_each_topic_is_told_once(packet: ContextPacket) -> None:
    again = replace(packet, intents=(IntentTried("ask_balance"), IntentTried("thank"), IntentTried("ask_balance")))
    assert whisper(again, SENTENCES).count("موجودی") == 1


def test_unknown_reasons_states_and_languages_do_no_harm(packet: ContextPacket) -> None:
    odd = replace(packet, reason="moon", language="tr", facts=(Fact("order", "lost"),))
    assert whisper(odd, SENTENCES).endswith("به کمک شما نیاز دارد.")


def test_the_agent_hears_which_language_the_caller_speaks_and_in_what_mood(packet: ContextPacket) -> None:
    upset = replace(packet, language="ar", mood=Mood("angry", ("زفت",)))
    assert whisper(upset, SENTENCES, "fa").startswith("خانم محمدی، عربی صحبت می‌کند، عصبانی است، موجودی")
    assert "صحبت می‌کند،" not in whisper(packet, SENTENCES, "fa")


def test_of_each_kind_of_fact_the_last_is_told(packet: ContextPacket) -> None:
    facts = (Fact("order", "shipped", "12345"), Fact("delivery", "late"), Fact("order", "preparing"))
    told = whisper(replace(packet, facts=facts), SENTENCES)
    assert "سفارش در حال آماده‌سازی است، سفارش دیر شده است" in told
    assert "در راه" not in told


@pytest.mark.parametrize("language", SENTENCES.agents)
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(packet: ContextPacket, language: str, reason: Reason) -> None:
    assert SENTENCES.agents[language].other_reason not in whisper(replace(packet, reason=reason), SENTENCES, language)
