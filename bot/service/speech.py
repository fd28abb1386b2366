"""What speaks and listens: the words, the voices, the recognisers; made of the settings, and started by who owns it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.call.context import Wording
from bot.prompts.fixed import fixed_texts
from bot.prompts.load import Prompts, load_prompts
from bot.releases.second_pass import second_pass
from bot.releases.train import speech_models
from bot.releases.voices import embedded_voice, names, voice_choice, worded
from bot.settings.settings import Settings
from nlu.text.languages import CODES
from voice.errors import VoiceError
from voice.listen.pool import ListenerPool
from voice.speak.speaker import Speaker

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Speech:
    """Not started yet where it comes from `speech_of`."""

    prompts: Mapping[str, Prompts]
    wording: Wording
    speaker: Speaker
    listeners: ListenerPool
    languages: tuple[str, ...]
    """What callers can be understood in."""

    async def apologies(self) -> dict[str, bytes]:
        """By language, 8 kHz s16: said when everything else is broken."""
        return {language: await self.speaker.apology(language) for language in self.prompts}

    async def farewells(self) -> dict[str, bytes]:
        """By language, 8 kHz s16: said when the service must end a call; nothing where it cannot be said now."""
        return {code: await self._sound(own.call.closing, code) for code, own in self.prompts.items()}

    async def prepare(self, data: Path) -> None:
        """Render every fixed sentence ahead, so that it can be said when the synthesiser is down."""
        for language, own in self.prompts.items():
            texts = fixed_texts(data, language, own)
            await self.speaker.prepare([self.wording(text, language) for text in texts], language)

    async def _sound(self, text: str, language: str) -> bytes:
        try:
            return b"".join([chunk async for chunk in self.speaker.say(self.wording(text, language), language)])
        except VoiceError as error:
            log.warning("a sentence for the end of the service cannot be rendered: %s", error)
            return b""


def speech_of(settings: Settings) -> Speech:
    """By the settings. Raises StartError, PromptsBroken."""
    prompts = load_prompts(settings.data)
    lexicon = names(settings)
    wording = worded(lexicon)
    models = speech_models(settings)
    listeners = ListenerPool(models, workers=settings.speech.workers or None, second_pass=second_pass(settings))
    speaker = speaker_of(settings, prompts, wording, lexicon.version)
    return Speech(prompts, wording, speaker, listeners, tuple(models))


def speaker_of(settings: Settings, prompts: Mapping[str, Prompts], wording: Wording, lexicon_version: str) -> Speaker:
    """The voices of the settings, with what stands in for them."""
    recordings = settings.speech.recordings
    return Speaker(
        cache_dir=settings.state / "prompts",
        voices={language: voice_choice(settings, language) for language in CODES},
        recordings_dir=settings.home / recordings if recordings else None,
        lexicon_version=lexicon_version,
        apologies={language: wording(own.call.apology, language) for language, own in prompts.items()},
        stand_ins={language: embedded_voice(settings, language) for language in CODES},
    )
