"""The designers' `word = sound` lines, checked before anything is made of them: a mistake is told with its line."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from voice.errors import VoiceError
from voice.lexicon.phones import PhoneTable, phone_table


class LexiconBroken(VoiceError):
    """A line of data/lexicons cannot be used; line 0 stands for the whole file."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(path, line, why)
        self.path = path
        self.line = line
        self.why = why

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{where}: {self.why}"


def check_lexicons(language: str, folder: Path) -> None:
    """Raise LexiconBroken at the first mistake in LANGUAGE.txt, LANGUAGE.extra.txt or LANGUAGE.txt.gz of `folder`."""
    for mistake in lexicon_mistakes(language, folder):
        raise mistake


def lexicon_mistakes(language: str, folder: Path) -> Iterator[LexiconBroken]:
    """Every mistake in those files."""
    table = phone_table(language)
    for name in (f"{language}.txt", f"{language}.extra.txt"):
        try:
            lines = list(_lines(folder / name))
        except LexiconBroken as unreadable:
            yield unreadable
            continue
        for number, line in enumerate(lines, 1):
            if why := _mistake(line, table):
                yield LexiconBroken(folder / name, number, f"{why}; a line is: word = s ɒ l, s o l   # comment")
    packed = folder / f"{language}.txt.gz"
    try:
        if packed.exists():
            gzip.decompress(packed.read_bytes()).decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        yield LexiconBroken(packed, 0, f"cannot be unpacked ({error}); restore it")


def _lines(path: Path) -> Iterator[str]:
    try:
        yield from path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return
    except UnicodeDecodeError as error:
        raise LexiconBroken(path, 0, "this is no text in UTF-8; save the file with the encoding UTF-8") from error
    except OSError as error:
        raise LexiconBroken(path, 0, f"the file cannot be read ({error.strerror}); restore it") from error


def _mistake(line: str, table: PhoneTable) -> str:
    """What is wrong with a line; "" where nothing is, and of one that holds a comment only."""
    rule = line.partition("#")[0].strip()
    if not rule:
        return ""
    word, equals, sounds = (part.strip() for part in rule.partition("="))
    if not equals:
        return f"'{rule}' has no ="
    if len(word.split()) != 1:
        return f"'{word}' is not one word" if word else "there is no word before the ="
    for sound in sounds.split(","):
        if not sound.split():
            return f"'{word}' has an empty sound"
        strange = [symbol for symbol in sound.split() if symbol not in table.aliases]
        if strange:
            known = " ".join(sorted(table.aliases))
            return f"'{strange[0]}' is no sound, or several without spaces between them; there are: {known}"
    return ""
