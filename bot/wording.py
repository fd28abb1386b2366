"""Display text to wording for the ear, by language."""

from nlu import speakable_ar, speakable_fa


def speakable(text: str, language: str) -> str:
    """What the synthesiser should say for `text`."""
    return speakable_ar.speakable(text) if language == "ar" else speakable_fa.speakable(text)
