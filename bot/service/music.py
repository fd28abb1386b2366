"""The music of a queue: a WAV file as the owner has it, looked at before the start as at it."""

import wave
from pathlib import Path

from bot.errors import StartError
from bot.settings.settings import Settings
from voice.audio import SAMPLE_RATE_HZ


def music_of(settings: Settings, file: Path | None) -> bytes:
    """Its sound, 8 kHz mono s16; empty where none is named. Raises StartError."""
    if file is None:
        return b""
    path = settings.home / file
    try:
        with wave.open(str(path), "rb") as wav:
            shape = wav.getnchannels(), wav.getsampwidth(), wav.getframerate()
            sound = wav.readframes(wav.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        wanted = "give a WAV file of 8000 Hz, mono, 16 bit"
        raise StartError(f"the music {path} cannot be read ({error}); {wanted}") from error
    if shape != (1, 2, SAMPLE_RATE_HZ) or len(sound) < 2 * SAMPLE_RATE_HZ:
        made = f"ffmpeg -i {path.name} -ar 8000 -ac 1 -sample_fmt s16 music.wav"
        raise StartError(f"the music {path} must be a WAV file of 8000 Hz, mono, 16 bit, a second at least: {made}")
    return sound
