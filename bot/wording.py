"""Display text to wording for the ear, by language."""

from nlu import speakable_ar, speakable_fa
from nlu.latin.spoken import respelt, respelt_codes


def speakable(text: str, language: str) -> str:
    """What the synthesiser should say for `text`: numbers in words, Latin letters in native ones."""
    worded = speakable_ar.speakable if language == "ar" else speakable_fa.speakable
    return respelt(worded(respelt_codes(text, language)), language)
