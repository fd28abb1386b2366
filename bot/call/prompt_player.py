"""Saying: display text to wording for the ear, to sound, to the leg, and when its first sample left."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.call.played import Script


@dataclass(frozen=True, slots=True)
class Spoken:
    """What became of one saying; `started_s` is `time.monotonic()` of its first sample on its way to RTP."""

    completed: bool = False
    started_s: float | None = None
    played_ms: int = 0


class Played(Protocol):
    """What `voice.gateway` tells of one playback."""

    @property
    def completed(self) -> bool: ...
    @property
    def started_s(self) -> float | None: ...
    @property
    def played_ms(self) -> int: ...


class Playback(Protocol):
    """What the player needs of a playback on a leg."""

    def feed(self, pcm: bytes) -> None: ...
    def end(self) -> None: ...
    def pause(self, on: bool) -> None: ...
    def stop(self) -> None: ...
    async def done(self) -> Played: ...


class Voice(Protocol):
    """What the player needs of `voice.speak.speaker.Speaker`."""

    def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        """8 kHz s16 chunks of `text`."""
        ...


OnSpoken = Callable[[str, Spoken], None]
"""Told once for everything said: the text as far as it was played ("": no word of it), and what became of it."""


def _nobody(_text: str, _spoken: Spoken) -> None:
    """Nobody wants to know."""


class PromptPlayer:
    """The bot's voice on one leg. `wording` turns display text into what the synthesiser should say."""

    def __init__(
        self,
        play: Callable[[], Playback],
        voice: Voice,
        wording: Callable[[str, str], str],
        language: str,
        on_spoken: OnSpoken = _nobody,
        own_languages: Mapping[str, str] | None = None,
    ) -> None:
        self._play = play
        self._voice = voice
        self._wording = wording
        self.language = language
        self._on_spoken = on_spoken
        self._own_languages = own_languages or {}  # texts that are said in a language of their own
        self._playback: Playback | None = None

    @property
    def speaking(self) -> bool:
        """Something is being said."""
        return self._playback is not None

    async def speak(self, texts: Sequence[str]) -> Spoken:
        """Say `texts` one after the other; returns when the last sample is out or `stop` was called."""
        script = Script(list(texts))
        return await self._through(" ".join(texts), script, self._sounds(texts, script))

    async def play_pcm(self, text: str, pcm: bytes) -> Spoken:
        """Play ready-made sound (the apology kept in memory) to its end; `text` is what it says."""

        script = Script([text])

        async def sound() -> AsyncIterator[bytes]:
            script.sound(pcm)
            script.next()
            yield pcm

        return await self._through(text, script, sound())

    def pause(self, on: bool) -> None:
        """Hold back at the next 20 ms frame, or go on: the caller may be interrupting."""
        if self._playback is not None:
            self._playback.pause(on)

    def stop(self) -> None:
        """Fall silent at the next 20 ms frame."""
        if self._playback is not None:
            self._playback.stop()
            self._playback = None

    async def _sounds(self, texts: Sequence[str], script: Script) -> AsyncIterator[bytes]:
        for text in texts:
            language = self._own_languages.get(text, self.language)
            async for chunk in self._voice.say(self._wording(text, language), language):
                script.sound(chunk)
                yield chunk
            script.next()

    async def _through(self, text: str, script: Script, sounds: AsyncIterator[bytes]) -> Spoken:
        playback = self._playback = self._play()
        try:
            async for chunk in sounds:
                if self._playback is not playback:
                    break
                playback.feed(chunk)
            playback.end()
            await playback.done()
        finally:
            # Stopping what is over changes nothing; what was cut off settles at once.
            playback.stop()
            played = await playback.done()
            spoken = Spoken(played.completed, played.started_s, played.played_ms)
            if self._playback is playback:
                self._playback = None
            if text:
                self._on_spoken(text if spoken.completed else script.played(spoken.played_ms), spoken)
        return spoken
