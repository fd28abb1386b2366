"""What options of the command line may be, checked before anything is started."""

import os
import re
from pathlib import Path
from typing import Annotated

import typer

WORDS = (
    (r"Invalid value for '([^']*)'(?: \(env var: '\w+'\))?: ", r"\1: "),
    (r"Value error, ", ""),
    (r"Input should be greater than or equal to (\S+)", r"give \1 or more"),
    (r"Input should be less than or equal to (\S+)", r"give \1 or less"),
    (r"Input should be a valid integer.*", "give a whole number"),
    (r"Input should be a valid number.*", "give a number"),
    (r"Input should be ", "give "),
)


def usage_words(message: str) -> str:
    """A mistake on the command line in one line of plain words."""
    told = " ".join(message.split()).rstrip(".")
    for pattern, words in WORDS:
        told = re.sub(pattern, words, told)
    return told


def file_to_write(path: Path | None) -> Path | None:
    """A file that can be written at the end of the work, told at its beginning. Raises typer.BadParameter."""
    if path is None:
        return None
    if path.is_dir():
        raise typer.BadParameter(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise typer.BadParameter(f"this user may not write {path}")
    return path


def folder_to_write(path: Path) -> Path:
    """A folder that can be made or written to. Raises typer.BadParameter."""
    there = next(one for one in (path.absolute(), *path.absolute().parents) if one.exists())
    if not there.is_dir():
        raise typer.BadParameter(f"{there} is a file and no folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise typer.BadParameter(f"this user may not write to {there}")
    return path


def checksum(text: str) -> str:
    """A SHA-256 in hexadecimal digits, or nothing. Raises typer.BadParameter."""
    found = text.strip().lower()
    if found and not re.fullmatch(r"[0-9a-f]{64}", found):
        raise typer.BadParameter("a SHA-256 has 64 hexadecimal digits; copy the publisher's line whole")
    return found


def web_address(text: str) -> str:
    """An http or https address or a folder's, or nothing. Raises typer.BadParameter."""
    if text and not re.match(r"(https?|file)://\S", text):
        raise typer.BadParameter(f"{text!r} is no address; it begins with https://")
    return text


JsonFile = Annotated[Path | None, typer.Option("--json", help="write the figures here too", callback=file_to_write)]
PlotFile = Annotated[
    Path | None, typer.Option("--plot", help="draw the figures into this SVG file", callback=file_to_write)
]
OutFolder = Annotated[Path, typer.Option(help="made where it does not exist", callback=folder_to_write)]
