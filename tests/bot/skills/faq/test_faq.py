"""Answers of the shipped table by its action."""

from tests.bot.skills.conftest import Ask
from tests.bot.skills.replies import custom, facts, texts


def asked(text: str, question: str = "") -> dict[str, object]:
    return {"latest_message": {"text": text, "intent": {"name": "faq"}, "faq": {"question": question}}}


async def test_the_question_that_was_understood_is_answered(ask: Ask) -> None:
    reply = await ask("action_tell_faq", **asked("ماشین رو بذارم کجا", "ماشینو کجا پارک کنم"))
    assert texts(reply) == ["بله، پشتِ ساختمان پارکینگِ رایگان برای مشتریان داریم."]
    assert facts(reply) == [{"name": "faq", "value": "ماشینو کجا پارک کنم", "about": "parking"}]
    assert "settled" not in custom(reply)


async def test_in_the_language_of_the_call(ask: Ask) -> None:
    reply = await ask("action_tell_faq", slots={"language": "ar"}, **asked("وين الموقف", "عندكم موقف"))
    assert "خَلْفَ المَبْنَى" in texts(reply)[0]


async def test_a_question_that_left_the_table_is_looked_for_anew(ask: Ask) -> None:
    reply = await ask("action_tell_faq", **asked("پارکینگ اختصاصی دارید", "پارکینگ خصوصی"))
    assert "پشتِ ساختمان" in texts(reply)[0]


async def test_where_the_table_has_no_answer_a_human_is_offered(ask: Ask) -> None:
    reply = await ask("action_tell_faq", **asked("قیمت دلار امروز چنده"))
    assert custom(reply) == {"settled": False, "expect": "yesno", "offer": "human", "reason": "no_match"}
    assert "ندارم" in texts(reply)[0]
