"""`hatef say`: one sentence as a caller would hear it, in a WAV file, with its loudness and the wait for it."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.errors import StartError
from bot.settings.settings import Settings
from bot.terminal import console
from nlu.text.languages import CODES
from voice.audio import SAMPLE_RATE_HZ, duration_ms, to_samples, write_wav
from voice.speak.limiter import true_peak_dbtp
from voice.speak.line_sound import TARGET_LUFS
from voice.speak.loudness import integrated_lufs
from voice.speak.pronunciation import Pronunciations
from voice.speak.recordings import Recordings
from voice.speak.renderer import MOST_CHARACTERS
from voice.speak.speaker import Speaker
from voice.speak.synthesiser import VoiceChoice

PATIENCE_S = 30.0  # a Piper voice on a busy machine; a call waits less


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: the words for the voice, the sound's length and loudness, and when its first piece came."""

    spoken: str
    voice: str
    duration_ms: int
    loudness_lufs: float
    true_peak_dbtp: float
    first_ms: int
    recorded: bool


async def say(settings: Settings, text: str, language: str, out: Path, choice: VoiceChoice) -> Said:
    """Render `text` with `choice` into `out`, 8 kHz mono.

    Raises:
        StartError: there is nothing to say, or `out` cannot be written.
        SpeakError: the voice cannot be loaded or went away.
    """
    spoken = wording(settings, text, language)
    _check(spoken, out)
    recordings = settings.home / settings.speech.recordings if settings.speech.recordings else None
    recorded = Recordings(recordings).get(spoken, language) is not None  # a broken one is told here
    pcm, first_ms = await _rendered(spoken, language, choice, recordings)
    _write(out, pcm)
    samples = to_samples(pcm).astype(np.float32) / np.float32(32768)
    loudness_lufs, peak_dbtp = integrated_lufs(samples, SAMPLE_RATE_HZ), true_peak_dbtp(samples)
    return Said(spoken, choice.voice, duration_ms(pcm), loudness_lufs, peak_dbtp, first_ms, recorded)


def _check(spoken: str, out: Path) -> None:
    """Raises StartError: there is nothing to say, or nowhere to write it."""
    if not any(char.isalnum() for char in spoken):
        raise StartError("there is nothing to say: give a text with letters or digits")
    if len(spoken) > MOST_CHARACTERS:
        raise StartError(f"the text has {len(spoken)} characters in words, at most {MOST_CHARACTERS} are said at once")
    if out.suffix.lower() != ".wav":
        raise StartError(f"{out}: sound is written as WAV only; give a name that ends in .wav")
    if not out.parent.is_dir():
        raise StartError(f"{out} cannot be written: there is no folder {out.parent}")


async def _rendered(spoken: str, language: str, choice: VoiceChoice, recordings: Path | None) -> tuple[bytes, int]:
    """The sound, and how long it took to its first piece, ms. Raises SpeakError."""
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
    return b"".join(pieces), first_ms


def wording(settings: Settings, text: str, language: str) -> str:
    """`text` as the voice gets it: names by the pronunciation files, numbers in words. Raises PronunciationBroken."""
    from bot.prompts.wording import speakable

    names = Pronunciations.load(settings.data / "pronunciation", (language,))
    return speakable(names.apply(text, language), language)


def choose(
    language: str, voice: Path | None, configured: Path | None, loudness_lufs: float = TARGET_LUFS
) -> VoiceChoice:
    """The voice to speak with: the one asked for, else the one calls have, else espeak-ng. Raises StartError."""
    if language not in CODES:
        raise StartError(f"--language {language}: there is a voice for {' and '.join(CODES)} only")
    piper = voice or configured
    if piper:
        return VoiceChoice("piper", str(piper), loudness_lufs=loudness_lufs)
    return VoiceChoice("espeak", language, loudness_lufs=loudness_lufs)


def show(said: Said, out: Path, phonemes: str = "") -> None:
    """Print what was said and how."""
    console.print(f"[green]✓[/green] {out}", soft_wrap=True)
    console.print(f"  said      {said.spoken}", soft_wrap=True, markup=False)
    if phonemes:
        console.print(f"  phonemes  {phonemes}", soft_wrap=True, markup=False)
    console.print(
        f"  voice     {'recording of a human' if said.recorded else said.voice}", soft_wrap=True, markup=False
    )
    console.print(f"  sound     {said.duration_ms / 1000:.2f} s, 8 kHz")
    console.print(f"  loudness  {said.loudness_lufs:.1f} LUFS, true peak {said.true_peak_dbtp:.1f} dBTP")
    console.print(f"  first     {said.first_ms} ms until its first sound")


def _write(out: Path, pcm: bytes) -> None:
    try:
        # Opened here first: where it cannot be, the wave module leaves a half-made object that complains later.
        out.open("ab").close()
        write_wav(out, pcm)
    except OSError as error:
        raise StartError(f"{out} cannot be written: {error.strerror}") from error
