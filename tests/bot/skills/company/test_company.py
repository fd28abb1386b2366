"""Hours and address come from the settings, in the caller's language where they are given in it."""

from tests.bot.skills.conftest import Ask
from tests.bot.skills.replies import texts


async def test_hours(ask: Ask) -> None:
    assert texts(await ask("action_tell_hours")) == ["ما شنبه تا چهارشنبه از ساعت ۸ تا ۱۷ پاسخگوی شما هستیم."]


async def test_address_by_language(ask: Ask) -> None:
    assert "تهران، خیابان آزادی" in texts(await ask("action_tell_address"))[0]
    assert "طهران، شارع آزادي" in texts(await ask("action_tell_address", slots={"language": "ar"}))[0]
