"""Which voice speaks a language, and how names are pronounced in it."""

from collections.abc import Callable
from pathlib import Path

from bot.prompts.wording import speakable
from bot.settings.settings import Settings
from nlu.text.languages import CODES
from voice.models import published
from voice.speak.pronunciation import Pronunciations
from voice.speak.synthesiser import VoiceChoice


def piper_voice(settings: Settings, language: str) -> Path | None:
    """The Piper voice of a language: the one named in config.yml, else the one chosen by `hatef models use`."""
    named = {str(own): path for own, path in settings.speech.voices.items()}.get(language)
    return settings.home / named if named else published.in_use(settings.state).voices.get(language)


def voice_choice(settings: Settings, language: str) -> VoiceChoice:
    """A Piper voice where there is one, else espeak-ng."""
    piper = piper_voice(settings, language)
    if piper:
        return VoiceChoice("piper", str(piper), loudness_lufs=settings.speech.loudness_lufs)
    return embedded_voice(settings, language)


def embedded_voice(settings: Settings, language: str) -> VoiceChoice:
    """espeak-ng, which is always there: a language's voice, or its second choice while its Piper voice is broken."""
    return VoiceChoice("espeak", language, loudness_lufs=settings.speech.loudness_lufs)


def names(settings: Settings) -> Pronunciations:
    """The designers' `written = spoken` lines of data/pronunciation/."""
    return Pronunciations.load(settings.data / "pronunciation", CODES)


def worded(names: Pronunciations) -> Callable[[str, str], str]:
    """Display text to what the synthesiser should say; names first: «4G» is found before its digit is worded."""
    return lambda text, language: speakable(names.apply(text, language), language)
