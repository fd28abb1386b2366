"""Display text to wording for the ear, by language."""

from nlu.latin.spoken import respelt, respelt_codes
from nlu.wording import speakable_ar, speakable_fa


def speakable(text: str, language: str) -> str:
    """What the synthesiser should say for `text`: numbers in words, Latin letters in native ones."""
    worded = speakable_ar.speakable if language == "ar" else speakable_fa.speakable
    return respelt(worded(respelt_codes(text, language)), language)
