"""Display text for the ear: numbers and Latin letters together."""

import pytest

from bot.prompts.wording import speakable


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fa", "کدِ OTP ۲۵ است", "کدِ عُ تی پیی بیستُ پنج است"),
        ("fa", "اینترنتِ 4G", "اینترنتِ فور جی"),
        ("fa", "۲۰ GB اینترنت", "بیست گیگابایت اینترنت"),
        ("fa", "iPhone 13", "آیْفون سیزده"),
        ("ar", "خصم 20% عبر WhatsApp", "خصم عِشْرِين بِالمِئَة عبر وَاتْسَاب"),
    ],
)
def test_numbers_and_latin_words(language: str, text: str, said: str) -> None:
    assert speakable(text, language) == said
