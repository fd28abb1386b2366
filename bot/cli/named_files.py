"""Files and folders that `config.yml` names: whether they are there and are such, without loading them."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.errors import StartError
from bot.findings import Finding
from bot.prompts.replaced import replaced
from bot.service.music import music_of
from bot.settings.settings import Settings
from bot.store import private
from voice.errors import ModelBroken, VoiceBroken
from voice.listen.engines import check_folder
from voice.speak.piper_engine import read_config


def named_files(settings: Settings) -> Iterator[Finding]:
    """What config.yml names has to be there, and be what it should."""
    yield from _music(settings)
    yield from _recordings(settings)
    speech = settings.speech
    if speech.recordings is not None and not (folder := settings.home / speech.recordings).is_dir():
        what = f"{folder} is a file and no folder" if folder.is_file() else f"there is no folder {folder}"
        yield Finding("lack", f"speech.recordings: {what}", "make it, or take the line out")
    for kind, named in (("models", speech.models), ("voices", speech.voices)):
        for language, path in named.items():
            if not (found := settings.home / path).exists():
                yield Finding("lack", f"speech.{kind}.{language}: {found} is not there", "mend the path in config.yml")
            elif why := unfit(kind, found):
                remedy = "name the model's folder" if kind == "models" else "name the .onnx file of a Piper voice"
                yield Finding("lack", f"speech.{kind}.{language}: {why}", f"{remedy} in config.yml")
    if not (settings.data / "prompts").is_dir():
        yield Finding(
            "lack", f"there is no {settings.data / 'prompts'}", "home: in config.yml names the folder of data/"
        )
    elif old := replaced(settings.data / "prompts"):
        yield Finding("lack" if old.stops else "note", f"{old.where}: {old.what}", old.remedy)


def unfit(kind: str, path: Path) -> str:
    """What is wrong with the files of one of the `models` or `voices`, without loading it; "" where nothing is."""
    try:
        check_folder(path) if kind == "models" else read_config(path)
    except (ModelBroken, VoiceBroken) as error:
        return str(error)
    return ""


def _music(settings: Settings) -> Iterator[Finding]:
    for place, queue in enumerate(settings.handoff.queues):
        try:
            music_of(settings, queue.music)
        except StartError as error:
            yield Finding("lack", f"handoff.queues.{place}.music: {error}", "or take the line out: a melody of our own")


def _recordings(settings: Settings) -> Iterator[Finding]:
    """A disk that cannot be written to costs recordings, never the start."""
    folder = settings.recordings_folder
    if settings.recordings.which == "none":
        return
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        what = f"recordings.folder: this user may not write to {there}{private.whose(there)}: nothing is recorded"
        yield Finding("lack", what, "name another folder, or: chown", stops=False)
