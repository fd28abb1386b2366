"""`hatef say`: one sentence as a caller would hear it, in a WAV file, with its level and the wait for it."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.errors import StartError
from bot.progress import console
from bot.settings import Settings
from voice.audio import duration_ms, level_dbfs, write_wav
from voice.speak.pronunciation import Pronunciations
from voice.speak.recordings import Recordings
from voice.speak.speaker import Speaker
from voice.speak.synthesiser import VoiceChoice

LANGUAGES = ("fa", "ar")
PATIENCE_S = 30.0  # a Piper voice on a busy machine; a call waits less


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: the words for the voice, the sound's length and level, and when its first piece came."""

    spoken: str
    voice: str
    duration_ms: int
    level_dbfs: float
    first_ms: int
    recorded: bool


async def say(settings: Settings, text: str, language: str, out: Path, choice: VoiceChoice) -> Said:
    """Render `text` with `choice` into `out`, 8 kHz mono.

    Raises:
        StartError: there is nothing to say, or `out` cannot be written.
        SpeakError: the voice cannot be loaded or went away.
    """
    spoken = wording(settings, text, language)
    if not any(char.isalnum() for char in spoken):
        raise StartError("there is nothing to say: give a text with letters or digits")
    if not out.parent.is_dir():
        raise StartError(f"{out} cannot be written: there is no folder {out.parent}")
    recordings = settings.home / settings.speech.recordings if settings.speech.recordings else None
    recorded = Recordings(recordings).get(spoken, language) is not None
    # A cache of its own: the time shown is that of a sentence never said before.
    with tempfile.TemporaryDirectory() as cache:
        speaker = Speaker(
            cache_dir=Path(cache),
            voices={language: choice},
            recordings_dir=recordings,
            lexicon_version="say",
            patience_s=PATIENCE_S,
        )
        try:
            await speaker.start()
            began = time.monotonic()
            pieces, first_ms = [], 0
            async for piece in speaker.say(spoken, language):
                first_ms = first_ms or max(1, round(1000 * (time.monotonic() - began)))
                pieces.append(piece)
        finally:
            await speaker.stop()
    pcm = b"".join(pieces)
    _write(out, pcm)
    return Said(spoken, choice.voice, duration_ms(pcm), level_dbfs(pcm), first_ms, recorded)


def wording(settings: Settings, text: str, language: str) -> str:
    """`text` as the voice gets it: names by the pronunciation files, numbers in words. Raises PronunciationBroken."""
    from bot.wording import speakable

    names = Pronunciations.load(settings.home / "data" / "pronunciation", (language,))
    return speakable(names.apply(text, language), language)


def choose(language: str, voice: Path | None, configured: Path | None) -> VoiceChoice:
    """The voice to speak with: the one asked for, else the one calls have, else espeak-ng. Raises StartError."""
    if language not in LANGUAGES:
        raise StartError(f"--language {language}: there is a voice for {' and '.join(LANGUAGES)} only")
    piper = voice or configured
    return VoiceChoice("piper", str(piper)) if piper else VoiceChoice("espeak", language)


def show(said: Said, out: Path, phonemes: str = "") -> None:
    """Print what was said and how."""
    console.print(f"[green]✓[/green] {out}", soft_wrap=True)
    console.print(f"  said      {said.spoken}", soft_wrap=True, markup=False)
    if phonemes:
        console.print(f"  phonemes  {phonemes}", soft_wrap=True, markup=False)
    console.print(
        f"  voice     {'recording of a human' if said.recorded else said.voice}", soft_wrap=True, markup=False
    )
    console.print(f"  sound     {said.duration_ms / 1000:.2f} s, {said.level_dbfs:.1f} dBFS, 8 kHz")
    console.print(f"  first     {said.first_ms} ms until its first sound")


def _write(out: Path, pcm: bytes) -> None:
    try:
        # Opened here first: where it cannot be, the wave module leaves a half-made object that complains later.
        out.open("ab").close()
        write_wav(out, pcm)
    except OSError as trouble:
        raise StartError(f"{out} cannot be written: {trouble.strerror}") from trouble
